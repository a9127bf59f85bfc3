"""Territories found by what people type."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.archipel import territory

words = st.sampled_from(["saint", "St", "lyon", "69", "CC", "de", "-", "(38)", "'", "fr:", "\x00", "É", "38000", ""])
typed = st.text() | st.lists(words, max_size=6).map(" ".join)


def first(text: str) -> str:
    return territory.suggest(text, 1)[0].id


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("rhone", "fr:departement:69"),
        ("HAUTE SAVOIE", "fr:departement:74"),
        ("74", "fr:departement:74"),
        ("grand lyon", "fr:epci:200046977"),
        ("metropole de ly", "fr:epci:200046977"),
        ("clermont métro", "fr:epci:246300701"),
        ("http://id.insee.fr/geo/departement/63", "fr:departement:63"),
        ("fr:region:84", "fr:region:84"),
        ("aura", "fr:region:84"),
    ],
)
def test_large_territories_are_found_however_they_are_spelt(text: str, zone: str) -> None:
    assert first(text) == zone


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("lyon", "fr:commune:69123"),
        ("69123", "fr:commune:69123"),
        ("69003", "fr:commune:69123"),
        ("38000", "fr:commune:38185"),
        ("st martin d'heres", "fr:commune:38421"),
        ("Saint Martin d’Hères", "fr:commune:38421"),
        ("ste-foy-lès-lyon", "fr:commune:69202"),
        ("saint-priest 69", "fr:commune:69290"),
        ("Saint-Priest (07)", "fr:commune:07288"),
        ("pierre-benite", "fr:commune:69149"),
        ("gresivaudan", "fr:epci:200018166"),
        ("communauté de communes le grésivaudan", "fr:epci:200018166"),
        ("vénissi", "fr:commune:69259"),
    ],
)
def test_communes_are_found_by_name_code_and_postcode(text: str, zone: str) -> None:
    assert first(text) == zone


@pytest.mark.usefixtures("built")
def test_the_larger_comes_first_at_equal_match() -> None:
    kinds = [place.kind for place in territory.suggest("saint", 300)]
    assert kinds.index("epci") < kinds.index("commune")
    begun = [place for place in territory.suggest("saint-p", 30) if place.kind == "commune"]
    assert [place.population for place in begun[:5]] == sorted((p.population for p in begun[:5]), reverse=True)
    assert first("69") == "fr:departement:69"
    assert territory.suggest("ain", 1)[0].kind == "departement"


def test_nothing_typed_offers_the_largest() -> None:
    assert [place.id for place in territory.suggest("", 2)] == ["country:fr", "fr:region:84"]
    assert territory.suggest("?!") == []


def test_one_territory_is_meant_or_none() -> None:
    assert territory.zone_of("Ain (01)") == "fr:departement:01"
    assert territory.zone_of("Grand Lyon") == "fr:epci:200046977"
    assert territory.zone_of("fr:commune:2A004") == "fr:commune:2A004"
    assert territory.zone_of("Narnia") is None


@pytest.mark.usefixtures("built")
def test_namesakes_are_listed_and_told_apart_by_their_label() -> None:
    assert territory.zone_of("Saint-Priest") is None
    assert [territory.label(place) for place in territory.named("Saint-Priest")] == [
        "Saint-Priest (69)",
        "Saint-Priest (07)",
    ]
    assert len(territory.named("01400")) > 1


def test_every_label_means_its_territory() -> None:
    for place in territory.territories()[:400]:
        assert territory.zone_of(territory.label(place)) == place.id


@pytest.mark.usefixtures("built")
def test_a_slip_of_the_hand_is_understood() -> None:
    assert territory.close_to("Grenobble")[0].id == "fr:commune:38185"


@settings(deadline=None)  # the first example builds the index
@given(typed, st.integers(0, 30))
def test_any_text_gives_territories_within_the_limit(text: str, limit: int) -> None:
    found = territory.suggest(text, limit)
    assert len(found) <= limit
    assert len({place.id for place in found}) == len(found)
    zone = territory.zone_of(text)
    assert zone is None or territory.is_zone(zone)
    assert len(territory.close_to(text, 3)) <= 3


def test_a_keystroke_is_answered_within_fifty_milliseconds_of_cpu() -> None:
    territory.suggest("x")
    queries = ["a", "saint", "69", "clermont metro", "st etienne", "zzzz"]
    start = time.process_time()
    for query in queries * 5:
        territory.suggest(query)
    assert (time.process_time() - start) / (5 * len(queries)) < 0.05
