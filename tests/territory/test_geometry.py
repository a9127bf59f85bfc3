"""Where territories are, from the package or from a file that an administrator loads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel import territory
from ckanext.archipel.rings import box_of
from ckanext.archipel.territory import geometry

SQUARE = {"type": "Polygon", "coordinates": [[[4.8, 45.7], [4.9, 45.7], [4.9, 45.8], [4.8, 45.8], [4.8, 45.7]]]}
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


def feature(shape: object = SQUARE, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": shape}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "deep" / "contours.sqlite"
    geometry.use(path)
    yield path
    geometry.use(None)


@pytest.mark.usefixtures("built")
def test_the_region_and_its_departements_have_an_outline() -> None:
    for place in territory.territories():
        if place.kind == "departement" and not place.neighbour:
            shape = geometry.geometry(place.id)
            assert shape is not None
            assert len(shape["coordinates"][0]) > 50
            assert box_of(shape["coordinates"][0]) == pytest.approx(place.bbox, abs=0.05)
    assert len(geometry.outlines()) == 13


@pytest.mark.usefixtures("built")
def test_the_outlines_match_the_reference(shared: Path) -> None:
    reference = json.loads((shared / "territory" / "aura-departements.light.geojson").read_text("utf-8"))
    for row in reference["features"]:
        shape = geometry.outlines()[f"fr:departement:{row['properties']['code']}"]
        assert box_of(shape["coordinates"][0]) == pytest.approx(row["properties"]["bbox"], abs=0.06)


def test_a_box_stands_for_what_has_no_outline_and_nothing_for_the_unknown() -> None:
    assert geometry.geometry("country:fr") == territory.polygon(territory.get("country:fr").bbox)  # type: ignore
    assert geometry.geometry("fr:commune:2A004") is None


@pytest.mark.parametrize(
    ("properties", "zone"),
    [
        ({"code": "69"}, "fr:departement:69"),
        ({"SIREN": 200046977}, "fr:epci:200046977"),
        ({"id": "fr:region:84"}, "fr:region:84"),
        ({"uri": "http://id.insee.fr/geo/departement/01"}, "fr:departement:01"),
        ({"code": "99"}, None),
        ({"code": ["69"]}, None),
    ],
)
def test_a_feature_is_recognised_by_its_code(properties: dict[str, object], zone: str | None) -> None:
    assert geometry.zone_of_feature(feature(**properties)) == zone


def test_what_is_loaded_replaces_what_is_shipped_and_bad_shapes_are_told(store: Path) -> None:
    steps: list[int] = []
    lambert = {"type": "Polygon", "coordinates": [[[842000, 6519000], [842001, 6519000], [842001, 6519001]]]}
    rows = [feature(code="69"), feature(lambert, code="01"), feature({"type": "Point"}, code="03"), feature(code="x")]
    count, problems = geometry.store(rows, store, lambda: steps.append(1))
    assert (count, len(problems), len(steps)) == (1, 3, 4)
    assert "EPSG:4326" in problems[0]
    shape = geometry.geometry("fr:departement:69")
    assert shape is not None
    assert box_of(shape["coordinates"][0][0]) == (4.8, 45.7, 4.9, 45.8)


@pytest.mark.usefixtures("built")
def test_communes_get_a_geometry_once_loaded(store: Path) -> None:
    assert geometry.geometry("fr:commune:69123") is None
    geometry.store([feature(code="69123")], store, lambda: None)
    assert geometry.geometry("fr:commune:69123") is not None


@pytest.mark.parametrize("content", ["", "[", "{}", '{"features": []}', '{"features": 3}', "[1]"])
def test_a_file_of_another_kind_is_refused_with_the_reason(content: str, tmp_path: Path) -> None:
    path = tmp_path / "contours.geojson"
    path.write_text(content)
    with pytest.raises(geometry.GeometryFileError, match=r"contours\.geojson"):
        geometry.read(path)


@given(anything | st.builds(feature, st.builds(dict, type=st.just("Polygon"), coordinates=anything)))
def test_no_feature_makes_the_load_fail(row: object) -> None:
    zone = geometry.zone_of_feature(row)
    assert zone is None or territory.get(zone)
    shape = geometry.cleaned(row.get("geometry") if isinstance(row, dict) else row)
    assert isinstance(shape, (str, dict))
