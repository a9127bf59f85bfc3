"""What is stored never tells a lie: whatever changes, and however, the next reader gets what is."""

import gzip
import html
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from ckanext.archipel.catalogue import QUEUE, store
from ckanext.archipel.catalogue.answers import answer
from ckanext.archipel.catalogue.builder import Built
from ckanext.archipel.catalogue.events import changed
from ckanext.archipel.catalogue.formats import FORMATS
from ckanext.archipel.catalogue.fragments import Fragments
from ckanext.archipel.catalogue.jobs import ASKED, build_stale, site_builder
from ckanext.archipel.catalogue.reader import Document
from ckanext.archipel.rdf.profile import ArchipelProfile

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "nothing_stored")]
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
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


ABOUT_OWNERS: dict[str, tuple[Callable[[str], object], bytes]] = {
    "title": (lambda o: act("organization_patch", id=o, title="Agence"), b"Agence"),
    "e-mail": (lambda o: act("organization_patch", id=o, email="neuf@exemple-aura.fr"), b"neuf@exemple-aura.fr"),
    "page": (lambda o: act("organization_patch", id=o, url="https://neuf.exemple-aura.fr/"), b"neuf.exemple-aura.fr"),
    "title by SQL": (lambda o: execute("UPDATE \"group\" SET title = 'Agence' WHERE id = :id", id=o), b"Agence"),
}


@pytest.mark.parametrize(("change", "expected"), ABOUT_OWNERS.values(), ids=ABOUT_OWNERS.keys())
def test_what_changes_of_an_organization_is_read_in_its_datasets_at_once(
    app: App, dataset: Dataset, change: Callable[[str], object], expected: bytes
) -> None:
    for path in ("/catalog.nt", f"/dataset/{dataset['id']}.nt"):
        assert expected not in app.get(path).data
    change(dataset["owner_org"])
    for path in ("/catalog.nt", f"/dataset/{dataset['id']}.nt"):
        said = app.get(path).data
        assert expected in said
        assert b"Agence" not in expected or b"Direction" not in said


def test_a_build_never_reads_the_organization_that_another_thread_has_read_before(
    app: App, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill() -> None:
        profile = ArchipelProfile.__new__(ArchipelProfile)
        profile._org_cache[dataset["owner_org"]] = {"title": "Ancien titre"}

    forget = Fragments.forget_organizations

    def forget_while_another_still_writes() -> None:
        forget()
        other = threading.Thread(target=fill)
        other.start()
        other.join()

    act("organization_patch", id=dataset["owner_org"], title="Agence")
    monkeypatch.setattr(Fragments, "forget_organizations", staticmethod(forget_while_another_still_writes))
    names = set(map(str, read(app).objects(None, FOAF.name)))
    assert "Agence" in names
    assert "Ancien titre" not in names


def test_a_changed_option_makes_every_fragment_old(
    app: App, dataset: Dataset, ckan_config: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(app)
    monkeypatch.setitem(ckan_config, "ckanext.dcat.base_uri", "https://donnees.exemple.fr")
    [uri] = read(app).subjects(RDF.type, DCAT.Dataset)
    assert str(uri).startswith("https://donnees.exemple.fr/dataset/")


def answers(app: App, ids: list[str]) -> dict[str, bytes | int]:
    """Return all that readers get."""
    pages = ["/catalog.nt", "/catalog.ttl", *(f"/dataset/{dataset_id}.nt" for dataset_id in ids)]
    read_ones = {page: app.get(page) for page in pages}
    given = {page: got.data if got.status_code == 200 else got.status_code for page, got in read_ones.items()}
    return {**given, "dump": gzip.decompress(app.get("/catalog.nt.gz").data)}


@pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True)
@pytest.mark.ckan_config("ckan.auth.create_dataset_if_not_in_organization", True)
def test_by_whatever_route_the_portal_changes_readers_get_what_a_build_from_scratch_gives(
    app: App, ckan_config: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = {"Authorization": factories.SysadminWithToken()["token"]}
    ours, theirs, gone = (factories.Organization(title=f"Organisation {n}") for n in range(3))
    group = factories.Group()
    made = [factories.Dataset(title=f"Jeu {n}", owner_org=ours["id"], tag_string="eau") for n in range(7)]
    made += [factories.Dataset(title="Seul", owner_org=gone["id"])]
    ids = [dataset["id"] for dataset in made]
    bulk = f"/organization/bulk_process/{ours['id']}"
    routes: dict[str, Callable[[], object]] = {
        "API": lambda: app.post(
            "/api/3/action/package_patch", json={"id": ids[0], "title": "Par l'API"}, headers=admin
        ),
        "resource": lambda: act("resource_create", package_id=ids[0], url="https://a.fr/y.csv"),
        "page of deletion": lambda: app.post(f"/dataset/delete/{ids[1]}", data={"delete": ""}, headers=admin),
        "bulk page": lambda: app.post(
            bulk, data={"bulk_action.private": "private", f"dataset_{ids[2]}": "on"}, headers=admin
        ),
        "bulk action": lambda: act("bulk_update_public", datasets=[ids[2]], org_id=ours["id"]),
        "change of owner": lambda: act("package_owner_org_update", id=ids[3], organization_id=theirs["id"]),
        "title of the owner": lambda: act("organization_patch", id=theirs["id"], title="Renommée", name="renommee"),
        "owner by SQL": lambda: execute("UPDATE \"group\" SET title = 'SQL' WHERE id = :id", id=theirs["id"]),
        "group": lambda: act("member_create", id=group["id"], object=ids[4], object_type="package", capacity="public"),
        "collaborator": lambda: act("group_patch", id=group["id"], title="Groupe"),
        "deletion of the owner": lambda: act("organization_delete", id=gone["id"]),
        "purge of the owner": lambda: act("organization_purge", id=gone["id"]),
        "purge": lambda: act("dataset_purge", id=ids[5]),
        "private by SQL": lambda: execute("UPDATE package SET private = true WHERE id = :id", id=ids[6]),
        "title by SQL": lambda: execute("UPDATE package SET title = 'Par SQL' WHERE id = :id", id=ids[0]),
        "option": lambda: monkeypatch.setitem(ckan_config, "ckanext.dcat.base_uri", "https://donnees.exemple.fr"),
    }
    before = answers(app, ids)
    for name, change in routes.items():
        change()
        kept = answers(app, ids)
        store.drop()
        assert kept == answers(app, ids), name
    assert kept != before
    assert kept[f"/dataset/{ids[1]}.nt"] == kept[f"/dataset/{ids[5]}.nt"] == kept[f"/dataset/{ids[6]}.nt"] == 404


UNTRACED: dict[str, tuple[str, bytes]] = {
    "file": ("UPDATE resource SET url = 'https://a.fr/neuf.csv'", b"neuf.csv"),
    "keyword": ("UPDATE tag SET name = 'averse'", b"averse"),
}


@pytest.mark.parametrize(("sql", "expected"), UNTRACED.values(), ids=UNTRACED.keys())
def test_a_sweep_finds_what_changed_without_a_trace_in_its_dataset(
    app: App, organization: Any, sql: str, expected: bytes
) -> None:
    factories.Dataset(owner_org=organization["id"], tag_string="pluie", resources=[{"url": "https://a.fr/x.csv"}])
    read(app)
    assert store.sweep() == 0
    execute(sql)
    assert store.sweep() == 1
    assert expected in app.get("/catalog.nt").data
    assert store.sweep() == 0


def test_a_reader_builds_nothing_once_it_is_built(app: App, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_stale() == 1
    assert build_stale() == 0
    monkeypatch.setattr("ckanext.archipel.catalogue.builder.Builder.build", _refuse)
    assert titles(read(app)) == {"Avant"}


def test_a_reader_who_has_the_document_costs_no_joining(app: App) -> None:
    document = Document(_refuse, "marque")  # type: ignore[arg-type]
    with app.flask_app.test_request_context("/catalog.ttl", headers={"If-None-Match": '"marque"'}):
        assert answer(FORMATS["ttl"], document).status_code == 304
    with app.flask_app.test_request_context("/catalog.ttl"), pytest.raises(AssertionError):
        answer(FORMATS["ttl"], document)


def test_a_build_reads_the_catalogue_once_whatever_its_size(organization: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ckanext.archipel.catalogue.jobs.BATCH", 2)
    for _ in range(5):
        factories.Dataset(owner_org=organization["id"])
    asked: list[str] = []
    stale = store.stale
    monkeypatch.setattr(store, "stale", lambda *given: asked.append(given[2]) or stale(*given))
    assert build_stale() == 5
    assert asked == sorted(set(asked))
    assert build_stale() == 0


def test_a_save_asks_for_a_build_once() -> None:
    assert changed("package_create", {})
    assert changed("package_owner_org_update", {})
    assert not changed("package_owner_org_update", {"defer_commit": True})
    assert not changed("package_show", {})


def _refuse(*_: object) -> Iterator[Any]:
    raise AssertionError("built on a reader's time")


def test_a_dataset_that_turns_bad_is_served_as_it_last_was_and_named(
    app: App, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(app)
    act("package_patch", id=dataset["id"], title="Illisible")
    monkeypatch.setattr("ckanext.archipel.catalogue.fragments.Fragments.of_dataset", _fail)
    assert titles(read(app)) == {"Avant"}
    marked = "Dernière version qui a pu être écrite"
    for path in ("/catalog.nt", f"/dataset/{dataset['id']}.nt"):
        [note] = read(app, path).objects(None, ADMS.versionNotes)
        assert str(note).startswith(marked)
    assert marked.encode() in gzip.decompress(app.get("/catalog.ttl.gz").data)
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


def test_administrators_and_nobody_else_read_the_list_of_what_cannot_be_expressed(
    app: App, dataset: Dataset, organization: Any
) -> None:
    bad = factories.Dataset(owner_org=organization["id"], resources=[{"url": "http://serveur.intranet/x.csv"}])
    read(app)
    store.save([Built(dataset["id"], "v", error="ValueError : illisible")])
    page = app.get("/ckan-admin/catalogue-rdf", headers={"Authorization": factories.SysadminWithToken()["token"]})
    assert page.status_code == 200
    assert "ValueError : illisible" in page.body
    assert "http://serveur.intranet/x.csv" in page.body
    assert f"/dataset/edit/{bad['name']}" in page.body
    for headers in ({}, {"Authorization": factories.UserWithToken()["token"]}):
        assert app.get("/ckan-admin/catalogue-rdf", headers=headers, follow_redirects=False).status_code in (302, 403)


def test_the_editors_of_a_dataset_and_nobody_else_read_on_its_page_why_it_is_not_in_the_catalogue(app: App) -> None:
    editor, stranger = factories.UserWithToken(), factories.UserWithToken()
    owner = factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}])["id"]
    broken = factories.Dataset(owner_org=owner)
    partly = factories.Dataset(owner_org=owner, resources=[{"url": "http://serveur.intranet/x.csv", "name": "Relevés"}])
    read(app)
    store.save([Built(broken["id"], "v", error="ValueError : illisible")])
    for dataset, reason in (
        (broken, "ValueError : illisible"),
        (partly, "« Relevés » url : http://serveur.intranet/x.csv"),
    ):
        address = f"/dataset/{dataset['name']}"
        assert reason in html.unescape(app.get(address, headers={"Authorization": editor["token"]}).body)
        for headers in ({}, {"Authorization": stranger["token"]}):
            assert reason not in html.unescape(app.get(address, headers=headers).body)


def test_a_change_asks_once_for_a_build_in_the_queue_of_the_catalogue(app: App, dataset: Dataset) -> None:
    connect_to_redis().delete(ASKED)
    queue = get_queue(QUEUE)
    before = queue.count
    for title in ("Un", "Deux"):
        act("package_patch", id=dataset["id"], title=title)
    assert queue.count == before + 1
    assert "Catalogue RDF" not in {job.meta["title"] for job in get_queue().jobs}
