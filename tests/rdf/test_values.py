"""Single values: what is kept, what is refused, and that nothing makes them fail."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf import formats, geometry, licences, values

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)


@given(ANYTHING)
def test_nothing_makes_a_value_fail(value: object) -> None:
    for function in (values.web_url, values.iso_date, values.byte_size, values.email, values.media_type):
        function(value)
    values.as_list(value), as_dicts(value)
    formats.format_uri(value), formats.checksum(value, value), geometry.geojson(value)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_becomes_its_first_and_its_last_day(year: int, month: int) -> None:
    text = f"{year:04}-{month:02}"
    assert values.iso_date(text) == f"{text}-01"
    assert f"{text}-28" <= str(values.iso_date(text, end=True)) <= f"{text}-31"


@pytest.mark.parametrize(
    "address",
    [
        "mailto:a@b.fr",
        "http://10.0.0.1/x",
        "http://base:5000/",
        "http://s.intranet/",
        "http://u:p@a.fr/",
        "a.fr/x",
        "http://[::1",
        "https://a--b.fr/x",
        "https://xn--t-9fa.fr/x",
        "https://a.extensioninconnue/x",
        "https://a.fr:8/x",
    ],
)
def test_an_address_nobody_can_reach_is_refused(address: str) -> None:
    assert values.web_url(address) is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTPS://A.FR/Chemin/A.CSV", "https://a.fr/Chemin/A.CSV"),
        ("https://a.fr/@compte", "https://a.fr/%40compte"),
        ("https://a.fr/wfs?contact=a@b.fr", "https://a.fr/wfs?contact=a%40b.fr"),
        ("https://a.fr/espace\u00a0dur", "https://a.fr/espace%C2%A0dur"),
    ],
)
def test_what_makes_data_gouv_fr_refuse_a_dataset_is_written_otherwise(written: str, kept: str) -> None:
    assert values.web_url(written) == kept
    assert values.web_url(kept) == kept


def test_a_surface_is_closed_or_refused() -> None:
    ring = [[4, 45], [5, 45], [5, 46]]
    assert geometry.geojson({"type": "Polygon", "coordinates": [ring]}) == json.dumps(
        {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    )
    assert geometry.geojson({"type": "Polygon", "coordinates": [[[4, 45], [5, 45], [4, 45]]]}) is None


@pytest.mark.parametrize("text", ['"""', "'''", "POLYGON((0 0, 1 1", "(", "POINT (1e999 x)"])
def test_a_text_that_is_no_geometry_is_left_out(text: str) -> None:
    assert geometry.geojson(text) is None


def test_the_portal_s_own_address_is_kept_wherever_it_runs() -> None:
    assert values.web_url("http://127.0.0.1:5000/x", {"127.0.0.1"}) == "http://127.0.0.1:5000/x"


@pytest.mark.parametrize("address", ["https://a.fr/données été.csv", "ftp://a.fr/x", "https://é.fr/?q=1#f"])
def test_an_address_is_kept_as_written(address: str) -> None:
    assert values.web_url(f" {address} ") == address


@pytest.mark.parametrize(
    ("value", "size"), [("12", 12), (12.0, 12), ("12 Ko", None), (-1, None), (0, None), ("inf", None), (10**20, None)]
)
def test_a_size_is_a_positive_number(value: object, size: int | None) -> None:
    assert values.byte_size(value) == size


def test_a_checksum_agrees_with_its_algorithm_or_is_dropped() -> None:
    assert formats.checksum("A" * 32, None) == ("a" * 32, "http://spdx.org/rdf/terms#checksumAlgorithm_md5")
    assert formats.checksum("a" * 32, "sha256") is None
    assert formats.checksum("zz", "md5") is None


def test_a_format_has_its_european_and_its_iana_names() -> None:
    assert str(formats.format_uri("ESRI Shapefile (SHP)")).endswith("/file-type/SHP")
    assert formats.media_type_uri(None, "csv") == "https://www.iana.org/assignments/media-types/text/csv"
    assert formats.format_uri("Inconnu") is None


@pytest.mark.parametrize(
    ("dataset", "address"),
    [
        ({"license_id": "lov2"}, "https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
        ({"license_id": "odc-odbl"}, "http://opendatacommons.org/licenses/odbl/summary/"),
        ({"license_id": "cc-by"}, "http://www.opendefinition.org/licenses/cc-by"),
        (
            {"harvest_licence": "https://spdx.org/licenses/etalab-2.0"},
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        ),
        ({"license_id": "notspecified"}, None),
    ],
)
def test_a_licence_is_the_address_data_gouv_fr_knows(dataset: dict[str, str], address: str | None) -> None:
    assert licences.of_dataset(dataset).dataset == address


def test_geometries_lose_their_height() -> None:
    assert json.loads(str(geometry.geojson('{"type": "Point", "coordinates": [4, 45, 200]}')))["coordinates"] == [4, 45]
    assert geometry.geojson('{"type": "Point", "coordinates": [400, 45]}') is None
