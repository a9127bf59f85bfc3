"""The RDF pages, asked for over HTTP as their consumers do."""

import json
import logging
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from ckan.tests import factories
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, XSD

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins")]
clean = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SYNTAXES = {"rdf": "xml", "xml": "xml", "ttl": "turtle", "n3": "n3", "jsonld": "json-ld", "nt": "nt"}
MEDIA_TYPES = {
    "rdf": "application/rdf+xml",
    "xml": "application/rdf+xml",
    "ttl": "text/turtle",
    "n3": "text/n3",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
App = Any
PROJECT = {"mode": "incubation", "stage": "cadrage"}


def make(**fields: Any) -> dict[str, Any]:
    """Publish a dataset."""
    fields.setdefault("owner_org", factories.Organization()["id"])
    return factories.Dataset(**fields)


def graph(app: App, path: str, syntax: str = "turtle") -> Graph:
    """Return the graph of a page, which must be there."""
    response = app.get(path)
    assert response.status_code == 200, response.body
    return Graph().parse(data=response.data, format=syntax)


def titles(page: Graph) -> set[str]:
    """Return the titles of the datasets of a page."""
    return {str(page.value(dataset, DCT.title)) for dataset in page.subjects(RDF.type, DCAT.Dataset)}


@clean
def test_every_format_says_the_same_and_announces_its_charset(app: App) -> None:
    dataset = make(title="Été à Besançon", tag_string="Forêt/Forêt, document d'urbanisme")
    addresses = ("/catalog", f"/dataset/{dataset['id']}", f"/dataset/{dataset['name']}")
    for path, (extension, syntax) in product(addresses, SYNTAXES.items()):
        response = app.get(f"{path}.{extension}")
        assert response.headers["Content-Type"] == f"{MEDIA_TYPES[extension]}; charset=utf-8"
        page = Graph().parse(data=response.data, format=syntax)
        assert titles(page) == {"Été à Besançon"}
        assert {str(word) for word in page.objects(None, DCAT.keyword)} == {"Forêt/Forêt", "document d'urbanisme"}
        head = app.flask_app.test_client().head(f"{path}.{extension}")
        assert (head.status_code, head.headers["Content-Type"]) == (200, response.headers["Content-Type"])
        assert head.data == b""


@clean
def test_what_does_not_exist_is_not_found(app: App) -> None:
    dataset = make()
    for path in ("/catalog.pdf", "/catalog.", f"/dataset/{dataset['id']}.pdf", "/dataset/absent.ttl", "/catalog.<x>"):
        assert app.get(path).status_code == 404


@clean
def test_only_public_datasets_are_shown(app: App) -> None:
    make(title="Public")
    hidden = make(title="Privé", private=True)
    draft = make(title="Brouillon", state="draft")
    project = make(title="Projet", type="projet", **PROJECT)
    assert titles(graph(app, "/catalog.ttl?fq=dataset_type:projet")) == set()
    assert titles(graph(app, "/catalog.ttl?fq=state:draft OR dataset_type:projet OR capacity:private")) <= {"Public"}
    assert titles(graph(app, "/catalog.ttl")) == {"Public"}
    for other in (hidden, draft, project):
        assert app.get(f"/dataset/{other['id']}.ttl").status_code == 404


@clean
def test_a_project_does_not_leak_through_the_actions_of_dcat(app: App) -> None:
    make(title="Public")
    make(title="Projet secret", type="projet", **PROJECT)
    answer = app.get("/api/3/action/dcat_catalog_show?format=ttl").json["result"]
    assert "Public" in answer
    assert "Projet secret" not in answer


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 2)
@clean
def test_pages_lead_to_each_other_and_hold_each_dataset_once(app: App) -> None:
    expected = {make(title=f"Jeu {number}")["title"] for number in range(5)}
    path, seen, visited = "/catalog.ttl", [], 0
    while path:
        page = graph(app, path)
        seen += titles(page)
        visited += 1
        [view] = page.subjects(RDF.type, HYDRA.PartialCollectionView)
        assert (view, RDF.type, HYDRA.PagedCollection) in page
        assert page.value(view, HYDRA.totalItems).toPython() == 5
        following = page.value(view, HYDRA.next)
        assert str(following or "") == str(page.value(view, HYDRA.nextPage) or "")
        assert following is None or str(following).startswith("http://test.archipel.example/catalog.ttl?after=")
        path = str(following).removeprefix("http://test.archipel.example") if following else ""
    assert sorted(seen) == sorted(expected)
    assert visited == 3


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 1)
@clean
def test_the_parameters_of_dcat_still_answer_and_follow_from_page_to_page(app: App) -> None:
    for number in range(2):
        make(title=f"Vélo & été {number}")
    make(title="Autre")
    page = graph(app, '/catalog.ttl?q=vélo%20"été&fq=title:vélo&modified_since=2020-01-01&profiles=euro_dcat_ap_3')
    [view] = page.subjects(RDF.type, HYDRA.PartialCollectionView)
    following = str(page.value(view, HYDRA.next))
    assert "q=v%C3%A9lo+%22%C3%A9t%C3%A9&" in following
    assert all(f"{name}=" in following for name in ("fq", "modified_since", "profiles"))
    assert titles(graph(app, following.removeprefix("http://test.archipel.example")))
    assert titles(graph(app, "/catalog.ttl?modified_since=2999-01-01")) == set()


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=²", "modified_since=demain", "profiles=inconnu", "fq={!x}", "q=a:b:c["],
)
def test_a_request_that_makes_no_sense_is_refused_in_words(app: App, query: str) -> None:
    response = app.get(f"/catalog.ttl?{query}")
    assert response.status_code == 409
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert len(response.body) > 10


@clean
def test_a_page_beyond_the_last_is_empty_and_leads_back(app: App) -> None:
    make()
    page = graph(app, "/catalog.ttl?page=7")
    [view] = page.subjects(RDF.type, HYDRA.PartialCollectionView)
    assert titles(page) == set()
    assert str(page.value(view, HYDRA.previous)).endswith("page=1")
    assert page.value(view, HYDRA.next) is None


@clean
def test_a_dataset_that_cannot_be_expressed_is_left_out_and_named_in_the_log(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ckanext.archipel.rdf.profile import ArchipelProfile

    original: Callable[..., None] = ArchipelProfile.graph_from_dataset

    def fail_on_one(self: ArchipelProfile, dataset: dict[str, Any], ref: URIRef) -> None:
        if dataset["name"] == "mauvais":
            raise ValueError("illisible")
        original(self, dataset, ref)

    make(title="Bon")
    make(title="Mauvais", name="mauvais")
    monkeypatch.setattr(ArchipelProfile, "graph_from_dataset", fail_on_one)
    # The test configuration switches the module's own logger off.
    monkeypatch.setattr("ckanext.archipel.catalogue.builder.log", logging.getLogger("essai"))
    assert titles(graph(app, "/catalog.ttl")) == {"Bon"}
    assert "mauvais" in caplog.text


@clean
def test_hostile_values_break_no_format(app: App) -> None:
    make(
        title='Titre <b>&amp;"\x0b\x08 fin',
        notes="a\r\nb]]>\u0000c",
        identifier="id <>\"'&",
        resources=[
            {"url": "https://a.fr/donnéesé.csv", "format": "CSV", "size": 12, "name": "]]>"},
            {"url": "http://intranet/x.csv", "format": "CSV"},
        ],
        temporal_coverage=[{"start": "2019"}, {"end": "2021-02"}],
    )
    for extension, syntax in SYNTAXES.items():
        page = graph(app, f"/catalog.{extension}", syntax)
        [title] = titles(page)
        assert title.startswith('Titre <b>&amp;"')
        [size] = page.objects(None, DCAT.byteSize)
        assert (str(size), size.datatype) == ("12", XSD.nonNegativeInteger)


@clean
def test_blank_nodes_of_two_datasets_never_meet(app: App) -> None:
    for name in ("Un", "Deux"):
        make(title=name, contact=[{"name": f"Contact {name}", "email": f"{name.lower()}@exemple.fr"}])
    page = graph(app, "/catalog.nt", "nt")
    contacts = [
        node for dataset in page.subjects(RDF.type, DCAT.Dataset) for node in page.objects(dataset, DCAT.contactPoint)
    ]
    assert len(contacts) == len(set(contacts)) == 2


@clean
def test_the_same_page_twice_is_not_sent_twice(app: App) -> None:
    make(contact=[{"name": "Contact"}])
    first = app.get("/catalog.ttl")
    again = app.get("/catalog.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@clean
def test_json_ld_is_a_document_without_a_context_to_fetch(app: App) -> None:
    make()
    assert "@context" not in json.dumps(json.loads(app.get("/catalog.jsonld").data))
