"""The official geographic code of 2026, as built into the package."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ckanext.archipel import territory

pytestmark = pytest.mark.usefixtures("built")


def test_the_region_is_complete() -> None:
    counts = Counter(place.kind for place in territory.territories() if not place.neighbour)
    assert counts == {"country": 1, "region": 1, "departement": 12, "epci": 172, "commune": 4025}


def test_lyon_lies_in_its_metropole_and_in_the_rhone() -> None:
    place = territory.get("fr:commune:69123")
    assert place is not None
    assert place.uri == "http://id.insee.fr/geo/commune/69123"
    assert place.parents == ("fr:epci:200046977", "fr:departement:69")
    assert territory.ancestors([place.id])[1:] == [*place.parents, "fr:region:84", "country:fr"]


@pytest.mark.parametrize(
    ("epci", "above"),
    [
        ("200040590", {"departement:01", "departement:69", "region:84"}),
        ("200070308", {"departement:01", "departement:71", "region:84", "region:27"}),
        ("200068765", {"departement:04", "departement:05", "departement:26", "region:84", "region:93"}),
        ("200035129", {"departement:07", "departement:30", "region:84", "region:76"}),
    ],
)
def test_an_intercommunality_may_straddle_departements_and_regions(epci: str, above: set[str]) -> None:
    found = territory.ancestors([f"fr:epci:{epci}"])[1:]
    assert set(found) == {f"fr:{zone}" for zone in above} | {"country:fr"}


def test_every_territory_reaches_the_country_through_known_ones() -> None:
    for place in territory.territories():
        above = territory.ancestors([place.id])
        assert above[-1] == "country:fr"
        assert all(territory.get(zone) for zone in above)


def test_communes_and_members_match_the_reference(shared: Path) -> None:
    folder = shared / "territory"
    rows = json.loads((folder / "aura-communes-cog2026.json").read_text("utf-8"))
    for row in rows:
        if row["type"] != "commune-actuelle":
            continue
        place = territory.get(f"fr:commune:{row['code']}")
        assert place is not None
        assert (place.name, place.population) == (row["nom"], row["population"])
        assert f"fr:departement:{row['departement']}" in place.parents
    for row in json.loads((folder / "aura-epci-2026.json").read_text("utf-8")):
        members = {place.code for place in territory.territories() if f"fr:epci:{row['code']}" in place.parents}
        assert members <= set(row["membres"])
        assert len(members) == row["dansRegion"]
