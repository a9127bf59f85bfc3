"""Values from outside, written as the dataset's fields want them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset import fields

EU = "http://publications.europa.eu/resource/authority/"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("mensuel", "MONTHLY"),
        ("Annuelle", "ANNUAL"),
        ("annually", "ANNUAL"),
        ("weekly", "WEEKLY"),
        ("punctual", "NEVER"),
        ("P1Y", "ANNUAL"),
        ("http://inspire.ec.europa.eu/metadata-codelist/MaintenanceFrequency/asNeeded", "AS_NEEDED"),
        ("http://purl.org/cld/freq/quarterly", "QUARTERLY"),
        ("https://publications.europa.eu/resource/authority/frequency/DAILY", "DAILY"),
    ],
)
def test_frequencies_become_european_addresses(written: str, code: str) -> None:
    assert fields.normalise_frequency(written) == f"{EU}frequency/{code}"


@pytest.mark.parametrize(
    "written", ["fr", "FR", "fr-FR", "fre", "français", "http://id.loc.gov/vocabulary/iso639-1/fr", f"{EU}language/FRA"]
)
def test_french_is_recognised_in_all_its_codes(written: str) -> None:
    assert fields.normalise_language(written) == f"{EU}language/FRA"


@pytest.mark.parametrize(
    ("written", "name", "media_type"),
    [
        ("csv", "CSV", "text/csv"),
        ("text/csv", "CSV", "text/csv"),
        ("https://www.iana.org/assignments/media-types/text/csv", "CSV", "text/csv"),
        (f"{EU}file-type/GEOJSON", "GeoJSON", "application/geo+json"),
        ("ESRI Shapefile", "SHP", "application/vnd.shp"),
        ("OGC:WMS", "WMS", None),
        ("jpg", "JPEG", "image/jpeg"),
        ("Format maison", "Format maison", None),
        ("application/x-inconnu", "application/x-inconnu", "application/x-inconnu"),
        ("", None, None),
    ],
)
def test_formats_and_media_types(written: str, name: str | None, media_type: str | None) -> None:
    assert fields.normalise_format(written) == name
    assert fields.media_type_of(written) == media_type


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Haute Savoie", "fr:departement:74"),
        ("01", "fr:departement:01"),
        ("http://id.insee.fr/geo/commune/74079", "fr:commune:74079"),
        ("fr:epci:200046977", "fr:epci:200046977"),
        ("Narnia", None),
        ("fr:departement:69:x", None),
    ],
)
def test_territories_become_zone_ids(written: str, zone: str | None) -> None:
    assert fields.normalise_territory(written) == zone


@pytest.mark.parametrize("url", ["http://exemple.fr", "https://exemple.fr:8080/a?b=c#d", "HTTPS://exemple.fr/é"])
def test_web_addresses_are_kept(url: str) -> None:
    assert fields.clean_url(f" {url} ") == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "exemple.fr",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "http://a b",
        "http://[::1",
        "http://a:99999/",
        'http://a/"',
        "jdbc:x",
        "https://a/" + "x" * 3000,
    ],
)
def test_what_cannot_be_linked_to_is_no_address(text: str) -> None:
    assert fields.clean_url(text) is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://exemple.fr/formats/sur-mesure", "sur-mesure"),
        ("http://exemple.fr/formats#sur-mesure/#/", "sur-mesure"),
        (f"x://{'a' * 100_000}/sur-mesure", "sur-mesure"),
        (f"x://{'a/' * 100_000}sur-mesure", "sur-mesure"),
        (f" .\u00a0\u2003. sur{'.' * 100_000} ", "sur"),
        (f"sur{'. ' * 100_000}mesure", "sur"),
        ("://", ":"),
    ],
)
def test_a_format_is_the_end_of_an_address_without_what_surrounds_it(address: str, name: str) -> None:
    assert fields.normalise_format(address) == name


@given(st.text())
def test_any_text_is_normalised_to_something_stable_or_nothing(text: str) -> None:
    for normalise in (
        fields.normalise_frequency,
        fields.normalise_language,
        fields.normalise_territory,
        fields.normalise_format,
        fields.clean_url,
    ):
        value = normalise(text)
        assert value is None or normalise(value) == value, normalise.__name__
    fields.media_type_of(text)


def test_the_frequencies_and_licences_of_the_recorded_catalogue_are_all_understood(shared: Path) -> None:
    content = json.loads((shared / "fixtures/dcat_rdf/ecospheres-ckan-dcat-exposition.jsonld").read_text("utf-8"))
    frequencies = _values(content, "accrualPeriodicity")
    licences = {text for text in _values(content, "license") if "://" in text}
    assert frequencies
    assert licences
    assert all(fields.normalise_frequency(text) for text in frequencies)
    assert {fields.match_licence([text]) for text in licences} == {"lov2"}


def _values(node: object, name: str) -> set[str]:
    found: set[str] = set()
    if isinstance(node, list):
        for item in node:
            found |= _values(item, name)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key.endswith(name):
                for item in value if isinstance(value, list) else [value]:
                    found.add(item if isinstance(item, str) else item.get("@id") or item.get("@value", ""))
            found |= _values(value, name)
    return found
