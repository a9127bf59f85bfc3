"""What is stored never tells a lie: whatever changes, and however, the next reader gets what is."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.jobs import build_stale, site_builder

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
App = Any
Dataset = dict[str, Any]


def read(app: App, path: str = "/catalog.nt") -> Graph:
    response = app.get(path)
    assert response.status_code == 200, response.body
    return Graph().parse(data=response.data, format="nt")


def titles(graph: Graph) -> set[str]:
    return {str(graph.value(dataset, DCT.title)) for dataset in graph.subjects(RDF.type, DCAT.Dataset)}


def execute(sql: str, **parameters: Any) -> None:
    """Change the database behind CKAN's back."""
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text(sql), parameters)


@pytest.fixture(autouse=True)
def nothing_stored(with_plugins: None, clean_db: None) -> None:
    store.drop()


@pytest.fixture
def organization() -> dict[str, Any]:
    return factories.Organization(title="Direction")


@pytest.fixture
def dataset(organization: dict[str, Any]) -> Dataset:
    return factories.Dataset(title="Avant", owner_org=organization["id"], resources=[{"url": "https://a.fr/x.csv"}])


def act(action: str, **data: Any) -> object:
    """Call an action as an administrator."""
    return call_action(action, context={"user": factories.Sysadmin()["name"], "ignore_auth": True}, **data)


HIDING: dict[str, Callable[[Dataset], object]] = {
    "made private": lambda d: act("package_patch", id=d["id"], private=True),
    "made private in bulk": lambda d: act("bulk_update_private", datasets=[d["id"]], org_id=d["owner_org"]),
    "made private by SQL": lambda d: execute("UPDATE package SET private = true WHERE id = :id", id=d["id"]),
    "deleted": lambda d: act("package_delete", id=d["id"]),
    "deleted in bulk": lambda d: act("bulk_update_delete", datasets=[d["id"]], org_id=d["owner_org"]),
    "purged": lambda d: act("dataset_purge", id=d["id"]),
    "made a draft by SQL": lambda d: execute("UPDATE package SET state = 'draft' WHERE id = :id", id=d["id"]),
}


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING.keys())
def test_what_is_hidden_leaves_every_answer_at_once(app: App, dataset: Dataset, hide: Callable[[Dataset], Any]) -> None:
    assert titles(read(app)) == {"Avant"}
    hide(dataset)
    assert titles(read(app)) == set()
    assert titles(read(app, f"/organization/{dataset['owner_org']}/catalog.nt")) == set()
    assert b"Avant" not in gzip.decompress(app.get("/catalog.nt.gz").data)
    assert app.get(f"/dataset/{dataset['id']}.nt").status_code == 404


CHANGES: dict[str, Callable[[Dataset], object]] = {
    "saved": lambda d: act("package_patch", id=d["id"], title="Après"),
    "changed by SQL": lambda d: execute("UPDATE package SET title = 'Après' WHERE id = :id", id=d["id"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_is_read_changed(app: App, dataset: Dataset, change: Callable[[Dataset], object]) -> None:
    assert titles(read(app)) == {"Avant"}
    change(dataset)
    assert titles(read(app)) == {"Après"}
    assert titles(read(app, f"/dataset/{dataset['name']}.nt")) == {"Après"}


def test_a_new_file_is_read(app: App, dataset: Dataset) -> None:
    read(app)
    act("resource_create", package_id=dataset["id"], url="https://a.fr/y.csv")
    assert len(set(read(app).subjects(RDF.type, DCAT.Distribution))) == 2


def test_an_organization_renamed_is_read_under_its_new_name(app: App, organization: Any, dataset: Dataset) -> None:
    assert "Direction" in set(map(str, read(app).objects(None, FOAF.name)))
    act("organization_patch", id=organization["id"], title="Agence")
    names = set(map(str, read(app).objects(None, FOAF.name)))
    assert "Agence" in names
    assert "Direction" not in names


def test_a_changed_option_makes_every_fragment_old(
    app: App, dataset: Dataset, ckan_config: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(app)
    monkeypatch.setitem(ckan_config, "ckanext.dcat.base_uri", "https://donnees.exemple.fr")
    [uri] = read(app).subjects(RDF.type, DCAT.Dataset)
    assert str(uri).startswith("https://donnees.exemple.fr/dataset/")


def test_stored_and_built_from_scratch_are_the_same(app: App, dataset: Dataset) -> None:
    factories.Dataset(title="Deux", owner_org=dataset["owner_org"], contact=[{"name": "Pôle", "email": "a@exemple.fr"}])
    act("package_patch", id=dataset["id"], notes="Corrigé")
    kept = read(app)
    store.drop()
    assert isomorphic(kept, read(app))


def test_a_reader_builds_nothing_once_it_is_built(app: App, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_stale() == 1
    assert build_stale() == 0
    monkeypatch.setattr("ckanext.archipel.catalogue.builder.Builder.build", _refuse)
    assert titles(read(app)) == {"Avant"}


def _refuse(*_: object) -> Iterator[Any]:
    raise AssertionError("built on a reader's time")


def test_a_dataset_that_turns_bad_is_served_as_it_last_was_and_named(
    app: App, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(app)
    act("package_patch", id=dataset["id"], title="Illisible")
    monkeypatch.setattr("ckanext.archipel.catalogue.fragments.Fragments.of_dataset", _fail)
    assert titles(read(app)) == {"Avant"}
    [failure] = store.failures()
    assert (failure.name, failure.kept) == (dataset["name"], True)
    assert "illisible" in failure.reason
    act("package_patch", id=dataset["id"], private=True)
    assert titles(read(app)) == set()
    assert store.failures() == []


def _fail(*_: object) -> None:
    raise ValueError("illisible")


def test_what_is_gone_is_forgotten(app: App, dataset: Dataset) -> None:
    read(app)
    act("package_delete", id=dataset["id"])
    assert store.forget_absent() == 1
    assert store.forget_absent() == 0


def test_other_profiles_are_answered_and_not_stored(app: App, dataset: Dataset) -> None:
    read(app)
    assert titles(read(app, "/catalog.nt?profiles=euro_dcat_ap_3")) == {"Avant"}
    _, settings = site_builder()
    assert store.stale(settings, 10) == {}
