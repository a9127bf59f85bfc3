"""Territories: found however they are written, placed where they are, contained by what contains them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel import territory
from ckanext.archipel.territory import Territory, lookup, model, search

EVERY = territory.territories()
TERRITORIES = [place for place in EVERY if place.kind != "commune" and not (place.kind == "epci" and not place.bbox)]
TOLERANCE = 0.05


@pytest.mark.parametrize("place", TERRITORIES, ids=lambda place: place.id)
def test_a_territory_is_found_by_id_uri_and_name_whatever_the_spelling(place: Territory) -> None:
    for text in (place.id, place.uri, f"{place.uri}/", place.name, place.name.upper(), f" {place.name.lower()} "):
        assert territory.find(text) is place, text
    assert territory.find(place.name.replace("-", " ").replace("é", "e").replace("ô", "o")) is place


def test_the_region_has_its_twelve_departements() -> None:
    codes = {place.code for place in TERRITORIES if place.kind == "departement" and not place.neighbour}
    assert codes == {"01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"}
    assert {"fr:region:84", "country:fr", "fr:epci:200046977"} <= {place.id for place in TERRITORIES}


def test_a_code_means_a_departement_and_never_the_region() -> None:
    assert territory.find("63") is territory.get("fr:departement:63")
    assert territory.find("84") is None


@pytest.mark.parametrize("place", TERRITORIES, ids=lambda place: place.id)
def test_parents_exist_and_contain_their_children(place: Territory) -> None:
    parents = [territory.get(parent) for parent in place.parents]
    assert all(parents)
    if place.bbox is None:
        return
    west, south, east, north = place.bbox
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    for box in [parent.bbox for parent in parents if parent and parent.bbox]:
        assert box[0] <= west + TOLERANCE
        assert box[1] <= south + TOLERANCE
        assert box[2] >= east - TOLERANCE
        assert box[3] >= north - TOLERANCE


def test_ancestors_come_nearest_first_and_once() -> None:
    assert territory.ancestors(["fr:epci:200046977", "fr:departement:69"]) == [
        "fr:epci:200046977",
        "fr:departement:69",
        "fr:region:84",
        "country:fr",
    ]


def test_a_commune_lies_in_its_departement_even_one_we_do_not_list() -> None:
    above = territory.ancestors(["fr:commune:74079"])[1:]
    assert [zone for zone in above if ":epci:" not in zone] == ["fr:departement:74", "fr:region:84", "country:fr"]
    assert territory.ancestors(["fr:commune:74999"])[1:] == ["fr:departement:74", "fr:region:84", "country:fr"]
    assert territory.ancestors(["fr:commune:2A004"])[1:] == ["country:fr"]


@pytest.mark.parametrize(
    ("uri", "zone"),
    [
        ("http://id.insee.fr/geo/departement/2A", "fr:departement:2A"),
        ("https://id.insee.fr/geo/commune/74079/", "fr:commune:74079"),
        ("http://id.insee.fr/geo/region/84", "fr:region:84"),
        ("http://id.insee.fr/geo/pays/france", "country:fr"),
        ("http://id.insee.fr/geo/intercommunalite/200046977", "fr:epci:200046977"),
        ("http://id.insee.fr/geo/departement/69/../x", None),
        ("http://exemple.fr/geo/departement/69", None),
    ],
)
def test_insee_addresses_become_zone_ids(uri: str, zone: str | None) -> None:
    assert territory.zone_of_uri(uri) == zone


@given(st.text())
def test_any_text_names_a_territory_or_nothing(text: str) -> None:
    place = territory.find(text)
    assert place is None or place in EVERY
    assert isinstance(territory.is_zone(text), bool)


@given(st.lists(st.sampled_from([place.id for place in EVERY]) | st.text()))
def test_ancestors_hold_the_zones_given_and_are_closed(zones: list[str]) -> None:
    found = territory.ancestors(zones)
    assert found[: len(dict.fromkeys(zones))] == list(dict.fromkeys(zones))
    assert len(set(found)) == len(found)
    assert territory.ancestors(found) == found


@given(
    st.tuples(st.floats(-180, 0), st.floats(-90, 0), st.floats(0, 180), st.floats(0, 90)),
)
def test_a_polygon_is_closed_and_has_the_box_for_extent(box: tuple[float, float, float, float]) -> None:
    drawn = territory.polygon(box)
    ring = drawn["coordinates"][0]  # type: ignore[index]
    assert ring[0] == ring[-1]
    assert (min(x for x, _ in ring), min(y for _, y in ring)) == box[:2]
    assert (max(x for x, _ in ring), max(y for _, y in ring)) == box[2:]


def test_boxes_of_departements_match_the_reference_outlines(shared: Path) -> None:
    outlines = json.loads((shared / "territory" / "aura-departements-69M-69D.light.geojson").read_text("utf-8"))
    ids = {"69M": "fr:epci:200046977", "69D": "fr:departement:69"}
    for feature in outlines["features"]:
        code, box = feature["properties"]["code"], feature["properties"]["bbox"]
        place = territory.get(ids.get(code, f"fr:departement:{code}"))
        assert place is not None
        assert place.bbox == pytest.approx(box, abs=TOLERANCE)


def test_names_match_the_official_list(shared: Path) -> None:
    rows = {row["code"]: row for row in json.loads((shared / "territory" / "aura-epci-2026.json").read_text("utf-8"))}
    for place in EVERY:
        if place.kind == "epci":
            assert territory.find(rows[place.code]["nom"]) is place


@pytest.fixture
def without_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    caches = (model.territories, lookup._by_id, lookup._by_spelling, search._entries)
    monkeypatch.setattr(model, "BUILT", tmp_path)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("without_downloads")
def test_a_package_built_without_downloads_still_knows_the_large_territories() -> None:
    assert len([place for place in territory.territories() if place.kind == "departement"]) == 12
    assert [place.id for place in territory.suggest("grand lyon")] == ["fr:epci:200046977"]
    assert territory.zone_of("isere") == "fr:departement:38"
    assert territory.ancestors(["fr:commune:38185"])[1:] == ["fr:departement:38", "fr:region:84", "country:fr"]
