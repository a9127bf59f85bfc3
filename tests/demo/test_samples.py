"""The sample data: what they hold, and that the real portal takes them."""

import io
import json
import re
import urllib.request
from collections import Counter
from collections.abc import Iterator
from csv import DictReader
from datetime import date
from threading import Thread
from typing import Any

import pytest
import yaml

from ckanext.archipel.paths import data_root
from demo.partner.server import CATALOGUE, address, serve
from demo.samples.generator import Sample, samples, slug
from demo.samples.projects import projects
from demo.samples.sources import load, organisations, places

REFERENCE = date(2026, 11, 24)
TAGS_AND_CORE = {"id", "type", "tags", "resources"}
FILES_LIMIT = 50_000
E_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")


@pytest.fixture(scope="module")
def everything() -> list[Sample]:
    """Every sample dataset on one day."""
    return list(samples(REFERENCE))


def _schema(name: str) -> tuple[set[str], set[str]]:
    schema = yaml.safe_load((data_root() / "schemas" / name).read_text(encoding="utf-8"))
    fields = [{field["field_name"] for field in schema[part]} for part in ("dataset_fields", "resource_fields")]
    return fields[0], fields[1]


def test_the_same_day_always_gives_the_same_samples(everything: list[Sample]) -> None:
    assert list(samples(REFERENCE)) == everything


def test_freshness_follows_the_day(everything: list[Sample]) -> None:
    later = list(samples(date(2027, 3, 1)))
    assert [sample.dataset["name"] for sample in later] == [sample.dataset["name"] for sample in everything]
    assert max(sample.dataset["modified"] for sample in later) > REFERENCE.isoformat()
    assert all(sample.dataset["modified"] <= REFERENCE.isoformat() for sample in everything)


def test_there_are_more_than_two_hundred_distinct_datasets(everything: list[Sample]) -> None:
    assert len(everything) >= 200
    for field in ("id", "name", "title"):
        assert max(Counter(sample.dataset[field] for sample in everything).values()) == 1
    identifiers = [resource["id"] for sample in everything for resource in sample.dataset["resources"]]
    assert len(identifiers) == len(set(identifiers))


def test_names_fit_ckan(everything: list[Sample]) -> None:
    assert all(re.fullmatch(r"[a-z0-9-]{2,100}", sample.dataset["name"]) for sample in everything)
    assert slug("L’Été à Bourg-d’Oisans !") == "lete-a-bourg-doisans"


def test_they_cover_every_theme_territory_and_level(everything: list[Sample]) -> None:
    vocabulary = yaml.safe_load((data_root() / "ckanext/archipel/vocabulary/lab_themes.yaml").read_text())
    themes = Counter(theme for sample in everything for theme in sample.dataset["lab_theme"])
    assert set(themes) == {term["id"] for term in vocabulary["terms"]}
    assert {place.id for place in places()} == {sample.dataset["territory"][0] for sample in everything}
    assert len([place for place in places() if place.of_kind("departement")]) == 12
    assert min(Counter(sample.level for sample in everything).values()) >= 20


def test_fields_are_those_of_the_schemas(everything: list[Sample]) -> None:
    fields, resource_fields = _schema("dataset.yaml")
    for sample in everything:
        assert set(sample.dataset) <= fields | TAGS_AND_CORE
        assert all(set(resource) <= resource_fields | {"id"} for resource in sample.dataset["resources"])
    fields, _ = _schema("project.yaml")
    assert all(set(project) <= fields | TAGS_AND_CORE for project in projects(REFERENCE))


def test_no_address_belongs_to_anybody(everything: list[Sample]) -> None:
    written = json.dumps([[sample.dataset for sample in everything], projects(REFERENCE), organisations()])
    addresses = set(E_MAIL.findall(written))
    assert addresses
    assert all(address.endswith(".example.org") for address in addresses)
    hosts = set(re.findall(r"https?://([\w.-]+)", written))
    assert all(
        host.endswith((".example.org", "europa.eu", "schema.data.gouv.fr")) or host == "spdx.org" for host in hosts
    )


def test_better_datasets_are_really_described(everything: list[Sample]) -> None:
    good = [sample.dataset for sample in everything if sample.level in ("complet", "bon")]
    assert min(len(dataset["notes"]) for dataset in good) > 250
    assert len({dataset["notes"] for dataset in good}) == len(good)
    poor = [sample.dataset for sample in everything if sample.level == "faible"]
    assert max(len(dataset["notes"]) for dataset in poor) <= 100
    assert all("frequency" not in dataset and "contact" not in dataset for dataset in poor)


def test_keywords_hold_what_stock_ckan_refuses_but_no_comma(everything: list[Sample]) -> None:
    keywords = {tag["name"] for sample in everything for tag in sample.dataset["tags"]}
    assert any("/" in keyword for keyword in keywords)
    assert any("’" in keyword for keyword in keywords)
    assert not any(re.search(r'[,"\\]', keyword) for keyword in keywords)


def test_files_are_small_and_say_what_the_dataset_announces(everything: list[Sample]) -> None:
    for sample in everything:
        sizes = {resource["id"]: resource.get("size") for resource in sample.dataset["resources"]}
        for key, file in sample.files.items():
            assert len(file.content) == sizes[key] < FILES_LIMIT
        for key, rows in sample.tables.items():
            text = io.StringIO(sample.files[key].content.decode("utf-8"))
            read = list(DictReader(text))
            assert [list(row.values()) for row in read] == [[str(value) for value in row.values()] for row in rows]


def test_projects_link_datasets_that_exist(everything: list[Sample]) -> None:
    names = {sample.dataset["name"] for sample in everything}
    publishers = {organisation["name"] for organisation in organisations()}
    assert len(projects(REFERENCE)) == len(load("projects.yaml")) >= 12
    for project in projects(REFERENCE):
        assert set(project.get("linked_datasets", [])) <= names
        assert project["owner_org"] in publishers
        assert project.get("start_date", "") <= project.get("end_date", "9999")


@pytest.fixture
def partner() -> Iterator[str]:
    """The address of a running partner catalogue."""
    server = serve(0)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield address(server)
    server.shutdown()
    thread.join()
    server.server_close()


def _graph(url: str) -> list[dict[str, Any]]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        graph: list[dict[str, Any]] = json.load(answer)["@graph"]
    return graph


def test_the_partner_serves_two_pages_and_their_files(partner: str) -> None:
    url, found = f"{partner}{CATALOGUE}", []
    pages = 0
    while url:
        graph = _graph(url)
        pages += 1
        found += [node for node in graph if node["@type"] == "dcat:Dataset"]
        links = next(node for node in graph if node["@type"] == "hydra:PagedCollection")
        url = links.get("hydra:next", {}).get("@id", "")
    assert (pages, len(found)) == (2, 12)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for dataset in found:
        with opener.open(dataset["dcat:distribution"]["dcat:downloadURL"]["@id"], timeout=10) as answer:
            assert answer.read().count(b"\n") > 10


@pytest.mark.parametrize("path", ["/catalogue.jsonld?page=3", "/catalogue.jsonld?page=x", "/fichiers/absent.csv", "/x"])
def test_the_partner_knows_what_it_does_not_have(partner: str, path: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        opener.open(partner + path, timeout=10)


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context")
def test_the_portal_takes_samples_and_a_second_run_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckan import model

    from demo.samples import load as loader
    from demo.samples.portal import act

    taken = {sample.level: sample for sample in samples(REFERENCE)}
    chosen = [next(s for s in samples(REFERENCE) if s.dataset["name"] == "restrictions-eau-drome"), *taken.values()]
    monkeypatch.setattr(loader, "samples", lambda _reference: iter(chosen))
    monkeypatch.setattr(loader, "projects", lambda reference: _with_known_links(projects(reference), chosen))
    loader.load(REFERENCE, agent_password="un-mot-de-passe")
    count = model.Session.query(model.Package).count()
    assert count == len({sample.dataset["name"] for sample in chosen}) + len(projects(REFERENCE))
    loader.load(REFERENCE, agent_password="un-mot-de-passe")
    assert model.Session.query(model.Package).count() == count
    best = taken["complet"].dataset
    shown = act("package_show", {"id": best["name"]})
    assert {tag["name"] for tag in shown["tags"]} == {tag["name"] for tag in best["tags"]}
    for field in ("title", "lab_theme", "territory", "frequency", "license_id", "temporal_coverage", "modified"):
        assert shown[field] == best[field]
    assert [r.get("hash") or None for r in shown["resources"]] == [r.get("hash") for r in best["resources"]]
    assert act("package_search", {"fq": "type:dataset"})["count"] == len({s.dataset["name"] for s in chosen})


def _with_known_links(all_projects: list[dict[str, Any]], chosen: list[Sample]) -> list[dict[str, Any]]:
    names = {sample.dataset["name"] for sample in chosen}
    return [
        project | {"linked_datasets": [name for name in project.get("linked_datasets", []) if name in names]}
        for project in all_projects
    ]


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context")
def test_the_portal_takes_one_source_of_each_kind_and_runs_none() -> None:
    from ckan import model
    from ckanext.harvest.model import HarvestJob

    from demo.partner.server import CATALOGUES
    from demo.samples import load as loader
    from demo.samples.portal import act

    for _ in range(2):
        loader._load_sources("http://127.0.0.1:5100")
    urls = {source["url"] for source in act("harvest_source_list", {})}
    assert urls == {f"http://127.0.0.1:5100{path}" for path in CATALOGUES.values()}
    assert model.Session.query(HarvestJob).count() == 0
