"""What recorded catalogues give conforms to DCAT-AP once exported, but for what is listed in `recorded.yaml`."""

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef

from ckanext.archipel.conformity.check import check
from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.writing.contacts import with_functional_contact
from ckanext.archipel.rdf.strict import StrictProfile, keep_to_the_letter
from tests.harvest.recorded import records, source
from tests.harvest.test_recorded import READ, fixtures_of

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins")]

# Each is exported and checked, which takes half a second.
MOST = 8
STORED = {"type": "dataset", "state": "active", "metadata_created": "2026-01-02T10:00:00"}


@pytest.fixture
def payload(request: pytest.FixtureRequest, shared: Path) -> Path:
    """A payload, by its name in the table."""
    return shared / "fixtures" / str(request.param)


def broken(dataset: dict[str, Any], guid: str, number: int) -> set[str]:
    """What a dataset breaks of our shapes: the term of each rule."""
    identifier = f"jeu-{number}"
    resources = [
        {"id": f"{identifier}-{rank}", "package_id": identifier, **file}
        for rank, file in enumerate(dataset["resources"])
    ]
    whole = with_functional_contact(dataset, "Organisation d’essai", "", "donnees@organisation-essai.fr")
    # What a run adds to say where a dataset comes from.
    extras = [{"key": "guid", "value": guid}]
    stored = {**STORED, "metadata_modified": STORED["metadata_created"], **whole}
    graph = Graph()
    ref = URIRef(f"https://portail.exemple.fr/dataset/{identifier}")
    profile = StrictProfile(graph, dataset_type="dataset")
    profile.graph_from_dataset(
        {
            "id": identifier,
            "name": identifier,
            "extras": extras,
            **json.loads(json.dumps(stored)),
            "resources": resources,
        },
        ref,
    )
    keep_to_the_letter(graph)
    return {found.predicate.rpartition("/")[2] for found in check(graph) if found.severity == "violation"}


@pytest.mark.parametrize("payload", READ, indirect=True)
def test_what_is_harvested_passes_the_shapes_or_is_listed(payload: Path) -> None:
    expected = READ[f"{payload.relative_to(fixtures_of(payload))}"]
    found = [record for record in records(expected["kind"], payload) if not record.problem][:MOST]
    wrong: set[str] = set()
    for number, record in enumerate(found):
        mapped = KINDS[expected["kind"]].map(record, source(expected["kind"]))
        wrong |= broken(mapped.dataset, record.identifier, number)
    assert sorted(wrong) == expected.get("shapes", [])
