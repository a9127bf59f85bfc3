"""The feeds of organizations and groups, the dump, and paging while people edit."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action
from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from ckanext.archipel.organization.themes import create_group
from ckanext.archipel.vocabulary import vocabulary

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "nothing_stored")]
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SITE = "http://test.archipel.example"
SYNTAXES = {"rdf": "xml", "xml": "xml", "ttl": "turtle", "n3": "n3", "jsonld": "json-ld", "nt": "nt"}
App = Any


def act(action: str, **data: Any) -> Any:
    """Call an action as an administrator."""
    return call_action(action, context={"user": factories.Sysadmin()["name"], "ignore_auth": True}, **data)


def read(app: App, path: str, syntax: str = "turtle") -> Graph:
    response = app.get(path)
    assert response.status_code == 200, response.body
    return Graph().parse(data=response.data, format=syntax)


def titles(graph: Graph) -> list[str]:
    return sorted(str(graph.value(dataset, DCT.title)) for dataset in graph.subjects(RDF.type, DCAT.Dataset))


def following(graph: Graph) -> str | None:
    [view] = graph.subjects(RDF.type, HYDRA.PartialCollectionView)
    target = graph.value(view, HYDRA.next)
    return str(target).removeprefix(SITE) if target else None


def test_each_organization_and_group_has_its_own_catalogue(app: App) -> None:
    ours, theirs, group = factories.Organization(title="Nous"), factories.Organization(), factories.Group()
    factories.Dataset(title="À nous", owner_org=ours["id"], groups=[{"name": group["name"]}])
    factories.Dataset(title="À eux", owner_org=theirs["id"])
    for extension, syntax in SYNTAXES.items():
        page = read(app, f"/organization/{ours['id']}/catalog.{extension}", syntax)
        assert titles(page) == ["À nous"]
        [catalogue] = page.subjects(RDF.type, DCAT.Catalog)
        assert str(catalogue) == f"{SITE}/organization/{ours['id']}"
        assert str(page.value(catalogue, DCT.title)) == "Nous"
        assert titles(read(app, f"/group/{group['name']}/catalog.{extension}", syntax)) == ["À nous"]
    assert titles(read(app, f"/organization/{theirs['name']}/catalog.ttl")) == ["À eux"]


def test_the_group_of_a_theme_holds_the_datasets_of_the_theme_as_its_page_does(app: App) -> None:
    create_group(next(term for term in vocabulary("lab_themes").terms if term.id == "social-egalite"))
    owner = factories.Organization()["id"]
    factories.Dataset(title="Du thème", owner_org=owner, lab_theme=["economie-societe", "social-egalite"])
    factories.Dataset(title="Membre", owner_org=owner, groups=[{"name": "social-egalite"}])
    factories.Dataset(title="D'un autre", owner_org=owner, lab_theme=["economie-societe"])
    factories.Dataset(title="Privé", owner_org=owner, lab_theme=["social-egalite"], private=True)
    address = "/group/social-egalite/catalog.ttl"
    assert titles(read(app, address)) == ["Du thème", "Membre"]
    found = titles(read(app, f"{address}?fq=metadata_created:[* TO NOW]"))
    assert found == titles(read(app, address))


def test_a_feed_can_be_searched_and_stays_within_its_organization(app: App) -> None:
    ours, theirs = factories.Organization(), factories.Organization()
    for owner in (ours, theirs):
        factories.Dataset(title="Vélo", owner_org=owner["id"])
    page = read(app, f"/organization/{ours['id']}/catalog.ttl?q=vélo")
    assert len(titles(page)) == 1
    [view] = page.subjects(RDF.type, HYDRA.PartialCollectionView)
    assert page.value(view, HYDRA.totalItems).toPython() == 1


def _merge(old: str, other: str, end: str) -> None:
    for dataset in model.Session.query(model.Package).filter_by(owner_org=old, state="active").all():
        act("package_owner_org_update", id=dataset.id, organization_id=other)
    act(end, id=old)


# What becomes of an organization, the datasets its feed still holds, and those that the other's has then.
BECOMES: dict[str, tuple[Callable[[str, str], object], list[str], list[str]]] = {
    "renamed": (lambda old, other: act("organization_patch", id=old, name="autre-nom"), ["Suivi"], []),
    "put under another": (
        lambda old, other: act("organization_patch", id=old, groups=[{"name": model.Group.get(other).name}]),
        ["Suivi"],
        [],
    ),
    "deleted": (lambda old, other: act("organization_delete", id=old), [], []),
    "merged and deleted": (lambda old, other: _merge(old, other, "organization_delete"), [], ["Suivi"]),
    "merged and purged": (lambda old, other: _merge(old, other, "organization_purge"), [], ["Suivi"]),
    "purged with its datasets": (lambda old, other: act("organization_purge", id=old), [], []),
}


@pytest.mark.parametrize(("change", "left", "gained"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True)
def test_the_feed_of_an_organization_answers_at_its_id_whatever_becomes_of_it(
    app: App, change: Callable[[str, str], object], left: list[str], gained: list[str]
) -> None:
    old, other = factories.Organization(title="Ancienne"), factories.Organization(title="Nouvelle")
    factories.Dataset(title="Suivi", owner_org=old["id"])
    address = f"/organization/{old['id']}/catalog"
    assert titles(read(app, f"{address}.ttl")) == ["Suivi"]
    change(old["id"], other["id"])
    client = app.flask_app.test_client()
    for extension, syntax in SYNTAXES.items():
        response = client.get(f"{address}.{extension}")
        assert response.status_code == 200
        page = Graph().parse(data=response.data, format=syntax)
        assert titles(page) == left
        [catalogue] = page.subjects(RDF.type, DCAT.Catalog)
        assert (str(catalogue), str(page.value(catalogue, DCT.title))) == (
            f"{SITE}/organization/{old['id']}",
            "Ancienne",
        )
        assert client.head(f"{address}.{extension}").status_code == 200
    assert titles(read(app, f"/organization/{other['id']}/catalog.ttl")) == gained


def test_an_organization_purged_before_anybody_read_its_feed_is_unknown(app: App) -> None:
    organization = factories.Organization()
    act("organization_purge", id=organization["id"])
    assert app.get(f"/organization/{organization['id']}/catalog.ttl").status_code == 404


def test_unknown_feeds_are_not_found_and_kinds_are_not_mixed_up(app: App) -> None:
    group = factories.Group()
    for path in (
        "/organization/absente/catalog.ttl",
        f"/organization/{group['id']}/catalog.ttl",
        "/group/x/catalog.nt",
    ):
        assert app.get(path).status_code == 404


@pytest.mark.parametrize("extension", SYNTAXES)
def test_the_dump_is_a_gzip_file_of_everything(app: App, extension: str) -> None:
    owner = factories.Organization()["id"]
    expected = sorted(factories.Dataset(title=f"Jeu {n}", owner_org=owner)["title"] for n in range(3))
    response = app.get(f"/catalog.{extension}.gz")
    graph = Graph().parse(data=gzip.decompress(response.data), format=SYNTAXES[extension])
    assert titles(graph) == expected
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    assert len(set(graph.objects(catalogue, DCAT.dataset))) == 3
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("extension", SYNTAXES)
def test_an_empty_portal_has_a_valid_catalogue_and_dump(app: App, extension: str) -> None:
    assert titles(read(app, f"/catalog.{extension}", SYNTAXES[extension])) == []
    dump = gzip.decompress(app.get(f"/catalog.{extension}.gz").data)
    assert list(Graph().parse(data=dump, format=SYNTAXES[extension]).subjects(RDF.type, DCAT.Catalog))


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 2)
def test_nothing_is_lost_or_doubled_while_people_edit_delete_and_hide(app: App) -> None:
    owner = factories.Organization()["id"]
    datasets = sorted((factories.Dataset(title=f"Jeu {n}", owner_org=owner) for n in range(8)), key=lambda d: d["id"])
    seen: list[str] = []
    path: str | None = "/catalog.ttl"
    while path:
        page = read(app, path)
        seen += titles(page)
        if len(seen) == 2:
            act("package_delete", id=datasets[0]["id"])  # already read: the following ones must not shift
            act("package_patch", id=datasets[5]["id"], private=True)  # not read yet: must not be read
            act("package_patch", id=datasets[1]["id"], notes="Modifié après sa lecture")
        path = following(page)
    assert sorted(seen) == sorted(d["title"] for n, d in enumerate(datasets) if n != 5)


def test_a_reader_that_has_the_page_is_told_so_until_a_dataset_leaves_it(app: App) -> None:
    owner = factories.Organization()["id"]
    dataset, _other = (factories.Dataset(owner_org=owner) for _ in range(2))
    first = app.get("/catalog.ttl")
    known = {"If-None-Match": first.headers["ETag"]}
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert app.get("/catalog.ttl", headers=known).status_code == 304
    assert app.get("/catalog.ttl", headers=since).status_code == 304
    model.Session.query(model.Package).filter_by(id=dataset["id"]).update({"private": True})
    model.Session.commit()
    assert app.get("/catalog.ttl", headers=known).status_code == 200


def test_a_page_is_compressed_for_those_who_take_it(app: App) -> None:
    factories.Dataset(owner_org=factories.Organization()["id"])
    plain = app.get("/catalog.ttl", headers={"Accept-Encoding": "identity"})
    packed = app.get("/catalog.ttl", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_private_dataset_is_read_by_those_who_may_and_by_nobody_else(app: App) -> None:
    user = factories.UserWithToken()
    owner = factories.Organization(users=[{"name": user["name"], "capacity": "admin"}])
    hidden = factories.Dataset(title="Privé", owner_org=owner["id"], private=True)
    assert app.get(f"/dataset/{hidden['id']}.ttl").status_code == 404
    mine = app.get(f"/dataset/{hidden['id']}.ttl", headers={"Authorization": user["token"]})
    assert titles(Graph().parse(data=mine.data, format="turtle")) == ["Privé"]
    assert "private" in mine.headers["Cache-Control"]
    assert "public" not in mine.headers["Cache-Control"]
    assert app.get(f"/dataset/{hidden['id']}.ttl").status_code == 404


def test_the_addresses_of_a_feed_are_absolute_and_ours(app: App) -> None:
    organization = factories.Organization()
    page = read(app, f"/organization/{organization['id']}/catalog.ttl")
    assert (
        URIRef(f"{SITE}/organization/{organization['id']}/catalog.ttl?page=1"),
        RDF.type,
        HYDRA.PagedCollection,
    ) in page


ELSEWHERE = {
    "its source says so": ("https://catalogue.exemple-aura.fr/catalog.ttl", '{"on_data_gouv_fr": true}', False),
    "it came from there": ("https://www.data.gouv.fr/api/1/organizations/x/catalog.ttl", "", False),
    "its source says nothing": ("https://catalogue.exemple-aura.fr/catalog.ttl", "{}", True),
    "its source has no readable option": ("https://data.gouv.fr.exemple-aura.fr/", "{on_data_gouv_fr", True),
}


@pytest.mark.parametrize(("url", "config", "sent"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_what_data_gouv_fr_gets_from_others_is_not_in_the_feed_made_for_it(
    app: App, url: str, config: str, sent: bool
) -> None:
    owner = factories.Organization()["id"]
    factories.Dataset(title="À nous", owner_org=owner)
    harvested = factories.Dataset(title="Moissonné", owner_org=owner)
    source = HarvestSource(url=url, config=config, title="Source", type="archipel")
    job = HarvestJob(source=source)
    model.Session.add_all(
        [source, job, HarvestObject(package_id=harvested["id"], current=True, job=job, source=source)]
    )
    model.Session.commit()
    assert titles(read(app, "/catalog.ttl")) == ["Moissonné", "À nous"]
    expected = ["Moissonné", "À nous"] if sent else ["À nous"]
    assert titles(read(app, f"/organization/{owner}/catalog.ttl")) == expected
    [total] = read(app, f"/organization/{owner}/catalog.ttl").objects(None, HYDRA.totalItems)
    assert total.toPython() == len(expected)
