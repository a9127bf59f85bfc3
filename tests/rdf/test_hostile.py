"""Whatever a dataset holds, what is written of it can be read in every format, and says the same in all of them."""

from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ckanext.archipel.catalogue.formats import STORED
from ckanext.archipel.catalogue.fragments import Fragments

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins")]

BAD = (
    *("", " ", "\x00", "\x0b\x1f", "\ufffe\uffff", "a\r\nb", "]]>", "<b>&amp;", '"""', "\\", "\\u0000", "🌋", "\u202e"),
    *("http://", "http:///x", "http://[::1", "http://a b", "https://a.fr/\x7f", "mailto:", "urn:x y", "javascript:1"),
    *("https://a.fr/é\u2028<>", "http://a.fr:99999/", "_:b0", "file:///etc/passwd", "https://a.fr/%zz#a#b"),
    *(
        "2020-02-30",
        "0000",
        "99999-01-01",
        "9999-12-31T23:59:59-14:00",
        "31/12/2020",
        "P",
        "-P1D",
        "NaN",
        "inf",
        "1e999",
    ),
    *(
        "[]",
        "{}",
        "[[",
        "null",
        '"x"',
        "true",
        '[{"start": 3}]',
        '{"type": "Polygon"}',
        '{"type": "Point", "coordinates": [1e400, "x"]}',
    ),
    *("fr:departement:<>", "fr_FR", "x-", "français", "POLYGON((0 0, 1 1", "http://publications.europa.eu/x y"),
)
TEXT = st.sampled_from(BAD) | st.text(max_size=12)
LIST = TEXT | st.lists(TEXT, max_size=3)


def groups(*names: str) -> st.SearchStrategy[Any]:
    """Make a repeating field of these sub-fields, or what is found in its place."""
    return st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(names, LIST)), max_size=2) | TEXT


ONE = (
    *("notes", "version", "url", "license_id", "license_title", "license_url", "frequency", "issued", "modified"),
    *("temporal_resolution", "provenance", "access_rights", "version_notes", "dcat_type", "identifier"),
    *("harvest_licence", "spatial_resolution_in_meters", "contact_email", "maintainer", "maintainer_email", "author"),
)
MANY = (
    *("lab_theme", "theme", "territory", "conforms_to", "documentation", "hvd_category", "applicable_legislation"),
    *("access_limitation", "topic_category", "reference_system", "has_version", "in_series", "is_referenced_by"),
    *("language", "alternate_identifier", "sample", "source"),
)
OF_A_FILE = (
    *("name", "description", "format", "mimetype", "size", "hash", "hash_algorithm", "license", "rights", "issued"),
    *("modified", "availability", "status", "access_url", "download_url", "compress_format", "url_type"),
)
SERVICE = groups("title", "endpoint_url", "endpoint_description", "description", "landing_page", "conforms_to")
FILE = st.fixed_dictionaries(
    {"id": st.uuids().map(str), "package_id": st.just("p"), "url": TEXT},
    optional={
        **dict.fromkeys(OF_A_FILE, TEXT),
        **dict.fromkeys(("conforms_to", "documentation", "applicable_legislation"), LIST),
        "access_services": SERVICE,
    },
)
DATASET = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "type": st.just("dataset"),
        "name": st.just("mauvais"),
        "title": TEXT,
        "resources": st.lists(FILE, max_size=2),
    },
    optional={
        **dict.fromkeys(ONE, TEXT),
        **dict.fromkeys(MANY, LIST),
        "tags": st.lists(st.fixed_dictionaries({"name": TEXT}), max_size=3),
        "extras": st.lists(st.fixed_dictionaries({"key": st.sampled_from([*ONE, "autre"]), "value": TEXT}), max_size=3),
        "contact": groups("name", "email", "url", "uri", "identifier"),
        "publisher": groups("name", "email", "url", "uri", "type", "identifier"),
        "spatial_coverage": groups("uri", "text", "geom", "bbox", "centroid"),
        "temporal_coverage": groups("start", "end"),
    },
)


# What broke it once.
FOUND = {
    "has_version": "null",
    "alternate_identifier": " null ",
    "extras": [{"key": "is_version_of", "value": "null"}],
    "id": "e3e70682-c209-4cac-629f-6fbed82c07cd",
    "type": "dataset",
    "name": "mauvais",
    "title": "",
    "resources": [{"id": "r", "package_id": "p", "url": "https://a.fr/a.csv", "status": " "}],
    "spatial_coverage": [{"centroid": '"""', "bbox": "'''"}],
}


@pytest.mark.parametrize("profile", ["archipel", "archipel_dcat_ap", "archipel_geodcat"])
def test_a_hostile_dataset_is_written_so_that_every_format_reads_the_same(app: Any, profile: str) -> None:
    fragments = Fragments([profile])

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(DATASET)
    @example(FOUND)
    def holds(dataset: dict[str, Any]) -> None:
        said = fragments.of_dataset(dataset).triples
        assert said
        for syntax in STORED:
            read = set(ox.parse(syntax.write(said), format=syntax.syntax))
            assert len(read) == len(set(said)), syntax.column

    with app.flask_app.test_request_context():
        holds()
