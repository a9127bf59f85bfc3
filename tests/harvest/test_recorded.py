"""Every recorded payload of a real catalogue gives the datasets that it holds; see `recorded.yaml`."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import SourceSettings
from ckanext.archipel.harvest.kinds.registry import KINDS
from tests.harvest.recorded import records, source

TABLE: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "recorded.yaml").read_text("utf-8"))
READ = {name: expected for name, expected in TABLE.items() if expected["kind"] and "refused" not in expected}
REFUSED = {name: expected for name, expected in TABLE.items() if "refused" in expected}


@pytest.fixture(autouse=True)
def our_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's own host, without a configured portal."""
    monkeypatch.setattr("ckanext.archipel.harvest.kinds.udata.own_hosts", lambda: frozenset({"portail.exemple.fr"}))


def is_rdf(name: str) -> bool:
    """Tell whether reading a payload needs CKAN's plugins."""
    return TABLE[name]["kind"] == "dcat" or name.startswith("csw_dcat/")


def of_kind(table: dict[str, dict[str, Any]]) -> list[Any]:
    """The payloads to try; those in RDF touch CKAN."""
    return [pytest.param(name, marks=[pytest.mark.ckan] if is_rdf(name) else []) for name in table]


@pytest.fixture
def payload(request: pytest.FixtureRequest, shared: Path) -> Path:
    """A payload, by its name in the table."""
    if is_rdf(request.param):
        request.getfixturevalue("with_plugins")
    return shared / "fixtures" / str(request.param)


def test_the_table_knows_every_payload(shared: Path) -> None:
    folder = shared / "fixtures"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there - {"SOURCES.tsv"} == set(TABLE)


def test_only_hostile_payloads_are_refused() -> None:
    assert all(name.startswith("nasty/") for name in REFUSED)


@pytest.mark.parametrize("payload", of_kind(READ), indirect=True)
def test_a_payload_gives_its_datasets(payload: Path) -> None:
    expected = READ[f"{payload.relative_to(fixtures_of(payload))}"]
    found = records(expected["kind"], payload)
    right = sorted((record for record in found if not record.problem), key=lambda record: record.identifier)
    assert (len(right), len(found) - len(right)) == (expected["datasets"], expected.get("wrong", 0))
    mapped = [KINDS[expected["kind"]].map(record, source(expected["kind"])).dataset for record in right]
    json.dumps(mapped).encode()
    if "publishers" in expected:
        assert sum("publisher" in dataset for dataset in mapped) == expected["publishers"]
    if right:
        first = {"identifier": right[0].identifier, **{key: mapped[0].get(key) for key in _fields(expected)}}
        if "keywords" in first:
            first["keywords"] = len(mapped[0]["tags"])
        first["formats"] = sorted(resource.get("format", "") for resource in mapped[0]["resources"])[:12]
        assert first == expected["first"]
        assert len(first) >= 5


@pytest.mark.parametrize("payload", of_kind(REFUSED), indirect=True)
def test_a_refused_payload_says_why_in_french(payload: Path) -> None:
    expected = REFUSED[f"{payload.relative_to(fixtures_of(payload))}"]
    with pytest.raises(PageError, match=expected["refused"]):
        records(expected["kind"], payload)


def fixtures_of(payload: Path) -> Path:
    return next(folder for folder in payload.parents if folder.name == "fixtures")


def _fields(expected: dict[str, Any]) -> list[str]:
    return [key for key in expected["first"] if key not in {"identifier", "formats"}]


def test_what_a_recorded_hub_shows_beside_datasets_is_counted(shared: Path) -> None:
    content = (shared / "fixtures" / "arcgis_hub" / "evian-dcat-us-1.1.json").read_bytes()
    settings = SourceSettings("https://donnees.exemple.fr/data.json")
    [page] = KINDS["arcgis"].pages(settings, lambda request: Document(content, request.url, ""))
    assert (len(page.records), list(page.left_out.values())) == (6, [2])
