"""Our own catalogue, harvested by a portal of ours, gives the same datasets field by field."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.kinds.dcat import DcatKind, records_of
from ckanext.archipel.harvest.kinds.kind import SourceSettings
from ckanext.archipel.harvest.rdf_page import parse_page
from ckanext.archipel.vocabulary import vocabulary

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins")]

# What the catalogue writes otherwise than it is stored, or does not write at all; each has its reason.
LOST = {
    "lab_theme": "the lab's fields are written as the European themes they stand for, several of which share one",
    "reference_system": "only the GeoDCAT-AP profile writes it: data.gouv.fr would take it for a table schema",
    "name": "the address of a dataset here is each portal's own",
}
WORDS = st.text("abcdefghijklmnopqrstuvwxyzéèàçôïœ", min_size=3, max_size=10)
SENTENCE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
ADDRESS = WORDS.map(lambda word: f"https://donnees.prefecture-exemple.fr/{word.encode().hex()}")
DAY = st.dates(min_value=date(1990, 1, 1)).map(lambda day: day.isoformat())


def term(name: str) -> st.SearchStrategy[str]:
    """A value of a code list, as it is stored."""
    words = vocabulary(name)
    return st.sampled_from([words.value(entry) for entry in words.terms])


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(sorted)


RESOURCE = st.fixed_dictionaries(
    {"url": ADDRESS, "name": SENTENCE, "format": st.sampled_from(["CSV", "GeoJSON", "XLSX", "PDF"])},
    optional={
        "description": SENTENCE,
        "size": st.integers(1, 10**9),
        "issued": DAY,
        "modified": DAY,
        "availability": term("availability"),
        "status": term("distribution_status"),
        "compress_format": term("compress_format"),
        "rights": SENTENCE,
        "documentation": some(ADDRESS),
    },
)
DATASET = st.fixed_dictionaries(
    {
        "title": SENTENCE,
        "notes": SENTENCE,
        "identifier": WORDS,
        "license_id": st.sampled_from(["lov2", "odc-odbl"]),
        "frequency": term("frequency"),
        "issued": DAY,
        "modified": DAY,
        "publisher": st.fixed_dictionaries({"name": SENTENCE}).map(lambda entry: [entry]),
        "contact": SENTENCE.map(lambda name: [{"name": f"Service {name}", "email": "donnees@prefecture-exemple.fr"}]),
        "tags": some(WORDS).map(lambda words: [{"name": word} for word in words]),
        "resources": st.lists(RESOURCE, min_size=1, max_size=3, unique_by=lambda entry: entry["url"]),
    },
    optional={
        "url": ADDRESS,
        "version": WORDS,
        "version_notes": SENTENCE,
        "provenance": SENTENCE,
        "language": some(term("language")),
        "access_rights": term("access_right"),
        "territory": st.sampled_from(
            [["fr:departement:38"], ["fr:region:84"], ["fr:departement:07", "fr:departement:26"]]
        ),
        "temporal_coverage": st.tuples(DAY, DAY).map(
            lambda ends: [dict(zip(("start", "end"), sorted(ends), strict=True))]
        ),
        "temporal_resolution": st.sampled_from(["P1D", "PT15M", "P1Y"]),
        "spatial_resolution_in_meters": st.sampled_from(["10", "0.5", "1000"]),
        "hvd_category": some(term("hvd_category")),
        "documentation": some(ADDRESS),
        "has_version": some(ADDRESS),
        "is_referenced_by": some(ADDRESS),
        "dcat_type": term("dataset_type"),
        "in_series": some(ADDRESS),
        "topic_category": some(term("topic_category")),
        # That there is no limitation, only the GeoDCAT-AP profile says.
        "access_limitation": term("access_limitation").filter(lambda reason: "noLimitations" not in reason),
    },
)

# Each example exports and reads a whole graph: shrinking a failure would take minutes.
QUICK = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def harvested(dataset: dict[str, Any], profile: str = "archipel") -> dict[str, Any]:
    """The dataset that a portal of ours would make of what this one exports."""
    from ckanext.dcat.processors import RDFSerializer

    serializer = RDFSerializer(profiles=[profile])
    serializer.graph_from_dataset(stored(dataset))
    content = serializer.g.serialize(format="turtle").encode()
    [record] = records_of(parse_page(Document(content, "https://portail.exemple.fr/dataset/x.ttl", "text/turtle")))
    assert not record.problem
    return DcatKind().map(record, SourceSettings("https://portail.exemple.fr/catalog.ttl")).dataset


def stored(dataset: dict[str, Any]) -> dict[str, Any]:
    """The dataset as `package_show` returns it."""
    resources = [{"id": f"r{number}", "package_id": "d", **entry} for number, entry in enumerate(dataset["resources"])]
    return {"id": "d", "name": "un-jeu", "type": "dataset", "extras": [], **dataset, "resources": resources}


def read_back(dataset: dict[str, Any], back: dict[str, Any]) -> dict[str, Any]:
    """What was exported, among what came back; resources by their address."""
    kept = {key: back.get(key) for key in dataset if key not in LOST | {"resources": ""}}
    return json.loads(json.dumps(kept, sort_keys=True))


@QUICK
@given(DATASET)
def test_a_dataset_comes_back_as_it_was(dataset: dict[str, Any]) -> None:
    back = harvested(dataset)
    expected = {key: value for key, value in dataset.items() if key not in LOST | {"resources": ""}}
    assert read_back(dataset, back) == expected
    files = {entry["url"]: entry for entry in back["resources"]}
    for resource in dataset["resources"]:
        found = files[resource["url"]]
        assert {key: found.get(key) for key in resource} == resource
    assert len(files) == len(dataset["resources"])


@QUICK
@given(DATASET)
def test_what_came_back_comes_back_again_as_it_is(dataset: dict[str, Any]) -> None:
    once = harvested(dataset)
    assert harvested(once) == once


@QUICK
@given(DATASET, some(term("reference_system")), term("access_limitation"))
def test_what_iso_19115_knows_comes_back_from_geodcat_ap(
    dataset: dict[str, Any], systems: list[str], limitation: str
) -> None:
    known = {"reference_system": systems, "access_limitation": limitation}
    back = harvested({**dataset, **known}, "archipel_geodcat")
    assert {key: back.get(key) for key in known} == known
    assert back.get("topic_category") == dataset.get("topic_category")
    assert not back.get("conforms_to")
