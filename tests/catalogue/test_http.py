"""What HTTP caches, harvesters and the web of data rely on: languages, negotiation, marks, dates, refusals."""

import gzip
import io
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import Graph, Namespace
from rdflib.namespace import RDF
from redis.exceptions import ConnectionError as RedisIsDownError
from werkzeug.datastructures import FileStorage
from werkzeug.test import Client

from ckanext.archipel.catalogue import store

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "nothing_stored")]
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SITE = "http://test.archipel.example"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TYPES = {
    "text/turtle": ("ttl", "turtle"),
    "application/rdf+xml": ("rdf", "xml"),
    "application/ld+json": ("jsonld", "json-ld"),
    "application/n-triples": ("nt", "nt"),
    "text/n3": ("n3", "n3"),
}
App = Any


@pytest.fixture
def dataset(organization: dict[str, Any]) -> dict[str, Any]:
    return factories.Dataset(title="Eaux", owner_org=organization["id"], tag_string="pluie")


def ask(app: App, path: str, method: str = "get", **headers: str) -> Any:
    """Ask for a page, with these headers and no others, following nothing."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    # The whole application: on CKAN 2.11, what reads the language in an address is not in Flask's.
    return Client(app.app).open(path, method=method.upper(), headers=given, base_url=SITE)


def titles(response: Any, syntax: str = "turtle") -> set[str]:
    assert response.status_code == 200, response.data
    graph = Graph().parse(data=response.data, format=syntax)
    return {str(graph.value(found, DCT.title)) for found in graph.subjects(RDF.type, DCAT.Dataset)}


@pytest.mark.ckan_config("ckan.locales_offered", "fr en")
def test_the_language_of_a_reader_changes_no_address_that_is_stored(app: App, organization: dict[str, Any]) -> None:
    dataset = factories.Dataset(owner_org=organization["id"])
    file = FileStorage(io.BytesIO(b"a;b\n1;2\n"), "mesures.csv", "upload")
    user = factories.Sysadmin()["name"]
    call_action("resource_create", context={"user": user}, package_id=dataset["id"], upload=file, url="mesures.csv")
    paths = ("/catalog.nt", f"/dataset/{dataset['id']}.nt", f"/organization/{organization['id']}/catalog.nt")
    for path in paths:
        said = set()
        for prefix in ("/en", "/fr", ""):
            store.drop()
            response = ask(app, prefix + path)
            assert response.status_code == 200
            said.add(response.data)
        [body] = said
        assert f"<{SITE}/dataset/{dataset['id']}/resource/".encode() in body
        assert b"/en/" not in body
        assert b"/fr/" not in body


def test_the_first_address_of_a_file_gives_what_was_uploaded_last(app: App, organization: dict[str, Any]) -> None:
    dataset, user = factories.Dataset(owner_org=organization["id"]), factories.Sysadmin()["name"]

    def send(action: str, name: str, content: bytes, **ids: str) -> str:
        file = FileStorage(io.BytesIO(content), name, "upload")
        return str(call_action(action, context={"user": user}, upload=file, url=name, **ids)["id"])

    def exported() -> set[str]:
        graph = Graph().parse(data=ask(app, "/catalog.ttl").data)
        return {str(url) for url in graph.objects(None, DCAT.downloadURL)}

    file = send("resource_create", "avant.csv", b"a;b\n1;2\n", package_id=dataset["id"])
    [first] = exported()
    assert first.endswith("/download/avant.csv")
    send("resource_patch", "après.csv", b"a;b\n3;4\n", id=file)
    assert exported() == {first}
    given = ask(app, first.removeprefix(SITE))
    assert (given.status_code, given.data) == (200, b"a;b\n3;4\n")


@pytest.mark.ckan_config("ckan.locales_offered", "fr en")
def test_the_language_of_a_reader_is_his_again_after_a_page_was_built(app: App, dataset: dict[str, Any]) -> None:
    with app.flask_app.test_request_context(f"/en/dataset/{dataset['id']}.nt"):
        from flask import request

        from ckanext.archipel.catalogue.language import portal_language

        request.environ.update({"CKAN_LANG": "en", "CKAN_LANG_IS_DEFAULT": False})
        with portal_language():
            assert (request.environ["CKAN_LANG"], request.environ["CKAN_LANG_IS_DEFAULT"]) == ("fr", True)
        assert (request.environ["CKAN_LANG"], request.environ["CKAN_LANG_IS_DEFAULT"]) == ("en", False)


def pages(dataset: dict[str, Any], organization: dict[str, Any], group: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of pages, with the address of the same in RDF, less its extension."""
    return {
        "/catalog": "/catalog",
        "/": "/catalog",
        f"/dataset/{dataset['name']}": f"/dataset/{dataset['name']}",
        f"/dataset/{dataset['id']}": f"/dataset/{dataset['id']}",
        f"/organization/{organization['id']}": f"/organization/{organization['id']}/catalog",
        f"/organization/{organization['name']}": f"/organization/{organization['name']}/catalog",
        f"/group/{group['name']}": f"/group/{group['name']}/catalog",
    }


def test_each_page_is_rdf_for_who_prefers_it(app: App, organization: dict[str, Any]) -> None:
    group = factories.Group()
    dataset = factories.Dataset(title="Eaux", owner_org=organization["id"], groups=[{"name": group["name"]}])
    addresses = pages(dataset, organization, group)
    for (path, same), (media_type, (extension, syntax)) in product(addresses.items(), TYPES.items()):
        response = ask(app, path, Accept=f"text/html;q=0.5, {media_type}")
        assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
        assert response.headers["Content-Location"] == f"{SITE}{same}.{extension}"
        assert "Accept" in response.vary
        assert titles(response, syntax) == {"Eaux"}
        assert response.data == ask(app, f"{same}.{extension}").data
        head = ask(app, path, "head", Accept=media_type)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["ETag"] == response.headers["ETag"]


@pytest.mark.parametrize("accept", [BROWSER, "*/*", "", "text/turtle;q=0.2, text/html;q=0.7", "application/pdf"])
def test_each_page_is_for_people_otherwise(app: App, dataset: dict[str, Any], organization: Any, accept: str) -> None:
    for path in ("/", f"/dataset/{dataset['name']}", f"/organization/{organization['name']}"):
        response = ask(app, path, Accept=accept)
        assert response.headers["Content-Type"].startswith("text/html")
        assert "Accept" in response.vary


def test_the_catalogue_is_rdf_unless_a_page_is_asked_for(app: App, dataset: dict[str, Any]) -> None:
    for accept in ("*/*", "", "application/pdf"):
        assert titles(ask(app, "/catalog", Accept=accept)) == {"Eaux"}
    for_people = ask(app, "/catalog", Accept=BROWSER)
    assert (for_people.status_code, for_people.headers["Location"]) == (302, f"{SITE}/dataset/")


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 1)
def test_the_pages_after_a_negotiated_one_have_their_format_in_their_address(app: App, organization: Any) -> None:
    for _ in range(2):
        factories.Dataset(owner_org=organization["id"])
    for path, start in {"/": "/catalog.ttl?", f"/organization/{organization['id']}": "/organization/"}.items():
        graph = Graph().parse(data=ask(app, path, Accept="text/turtle").data)
        [following] = graph.objects(None, HYDRA.next)
        assert str(following).startswith(SITE + start)
        assert ".ttl?after=" in str(following)
        assert ask(app, str(following).removeprefix(SITE)).status_code == 200


def test_what_may_not_be_seen_is_no_more_seen_as_rdf(app: App, organization: dict[str, Any]) -> None:
    hidden = factories.Dataset(owner_org=organization["id"], private=True)
    project = factories.Dataset(type="projet", mode="incubation", stage="cadrage", owner_org=organization["id"])
    for path in (f"/dataset/{hidden['id']}", f"/dataset/{project['id']}", "/dataset/absent", "/organization/absente"):
        assert ask(app, path, Accept="text/turtle").status_code == 404


def test_plain_and_compressed_pages_have_marks_of_their_own(app: App, dataset: dict[str, Any]) -> None:
    for path in ("/catalog.ttl", f"/dataset/{dataset['id']}.rdf", "/catalog"):
        plain = ask(app, path, Accept_Encoding="identity")
        packed = ask(app, path, Accept_Encoding="gzip, br")
        assert gzip.decompress(packed.data) == plain.data
        assert plain.headers["ETag"] != packed.headers["ETag"]
        for encoding, known, status in (("gzip", packed, 304), ("identity", plain, 304), ("identity", packed, 200)):
            again = ask(app, path, Accept_Encoding=encoding, If_None_Match=known.headers["ETag"])
            assert again.status_code == status
            assert again.headers["ETag"]
            assert again.headers["Vary"] == plain.headers["Vary"]
        head = ask(app, path, "head", Accept_Encoding="gzip")
        assert (head.headers["ETag"], head.headers["Content-Encoding"]) == (packed.headers["ETag"], "gzip")
        assert ask(app, path, "head", If_Modified_Since=plain.headers["Last-Modified"]).status_code == 304


def test_a_mark_changes_with_what_is_said_even_if_no_row_of_the_dataset_does(app: App, dataset: dict[str, Any]) -> None:
    for path in ("/catalog.ttl", f"/dataset/{dataset['id']}.ttl", "/catalog.ttl.gz"):
        with model.meta.engine.begin() as connection:
            connection.execute(sa.text("UPDATE tag SET name = 'pluie'"))
        store.sweep()
        ask(app, path)
        first = ask(app, path)
        with model.meta.engine.begin() as connection:
            connection.execute(sa.text("UPDATE tag SET name = 'averse'"))
        assert store.sweep() == 1
        again = ask(app, path, If_None_Match=first.headers["ETag"])
        assert again.status_code == 200
        assert b"averse" in (gzip.decompress(again.data) if path.endswith(".gz") else again.data)


def test_two_changes_within_a_second_are_both_told(app: App, dataset: dict[str, Any]) -> None:
    seen = []
    for title in ("Un", "Deux", "Trois"):
        model.Session.query(model.Package).filter_by(id=dataset["id"]).update({"title": title})
        model.Session.commit()
        headers = {"If_Modified_Since": seen[-1]} if seen else {}
        response = ask(app, "/catalog.ttl", **headers)
        assert titles(response) == {title}
        seen.append(response.headers["Last-Modified"])
    assert len(set(seen)) == 3


@pytest.mark.parametrize("path", ["/catalog.ttl", "/catalog.ttl.gz", "/catalog"])
def test_pages_are_read_without_redis(
    app: App, dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def fail() -> None:
        raise RedisIsDownError

    monkeypatch.setattr("ckanext.archipel.catalogue.answers.shared_redis", fail)
    response = ask(app, path)
    assert response.status_code == 200
    assert response.headers["ETag"]
    assert "Last-Modified" not in response.headers


def test_the_dump_is_not_sent_to_who_has_it(app: App, dataset: dict[str, Any]) -> None:
    ask(app, "/catalog.ttl.gz").get_data()
    first = ask(app, "/catalog.ttl.gz")
    known = {"If_None_Match": first.headers["ETag"]}
    assert (again := ask(app, "/catalog.ttl.gz", **known)).status_code == 304
    assert again.data == b""
    assert ask(app, "/catalog.ttl.gz", If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    assert ask(app, "/catalog.nt.gz", **known).status_code == 200
    head = ask(app, "/catalog.ttl.gz", "head")
    assert (head.status_code, head.headers["ETag"], head.data) == (200, first.headers["ETag"], b"")
    model.Session.query(model.Package).filter_by(id=dataset["id"]).update({"private": True})
    model.Session.commit()
    assert ask(app, "/catalog.ttl.gz", **known).status_code == 200


def test_the_dump_follows_the_parameters_it_can_and_refuses_the_others(app: App, dataset: dict[str, Any]) -> None:
    def unpacked(query: str) -> Any:
        response = ask(app, f"/catalog.ttl.gz?{query}")
        return response.status_code, gzip.decompress(response.data) if response.status_code == 200 else response.data

    assert b"Eaux" in unpacked("modified_since=2020-01-01")[1]
    assert b"Eaux" not in unpacked("modified_since=2999-01-01")[1]
    stock = unpacked("profiles=euro_dcat_ap_3")[1]
    assert b"Eaux" in stock
    assert stock != unpacked("")[1]
    for query in ("q=eau", "fq=tags:eau", "modified_since=demain", "profiles=inconnu"):
        status, text = unpacked(query)
        assert status == 409
        assert len(text) > 10


def test_the_parameters_of_dcat_are_understood_at_every_address(app: App, organization: dict[str, Any]) -> None:
    group = factories.Group()
    for title in ("Vélo", "Eaux"):
        factories.Dataset(title=title, owner_org=organization["id"], groups=[{"name": group["name"]}])
    feeds = (
        *("/catalog.ttl", "/catalog/dcat-ap.ttl", "/catalog/geodcat-ap.ttl"),
        *(f"/organization/{organization['id']}/catalog.ttl", f"/group/{group['id']}/catalog.ttl", "/catalog"),
    )
    for feed in feeds:
        assert titles(ask(app, f"{feed}?q=vélo")) == {"Vélo"}
        assert titles(ask(app, f"{feed}?fq=title:Eaux")) == {"Eaux"}
        assert titles(ask(app, f"{feed}?q=vélo&fq=title:Eaux")) == set()
        assert titles(ask(app, f"{feed}?modified_since=2020-01-01")) == {"Vélo", "Eaux"}
        assert titles(ask(app, f"{feed}?modified_since=2999-01-01&q=vélo")) == set()
        assert titles(ask(app, f"{feed}?profiles=euro_dcat_ap_3")) == {"Vélo", "Eaux"}
        assert ask(app, f"{feed}?modified_since=demain").status_code == 409


@pytest.mark.parametrize("path", ["/catalog.ttl", "/organization/{}/catalog.ttl", "/dataset/{}.ttl"])
def test_an_unknown_profile_is_refused_in_words(
    app: App, dataset: dict[str, Any], organization: dict[str, Any], path: str
) -> None:
    name = dataset["id"] if "dataset" in path else organization["id"]
    response = ask(app, f"{path.format(name)}?profiles=inconnu")
    assert response.status_code == 409
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
