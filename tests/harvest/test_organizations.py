"""Datasets of a catalogue that gathers several organizations' go to those that an administrator chose."""

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.source_update import update_source
from tests.harvest.conftest import Partner, Portal, action

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
PAGE = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""
DATASET = (
    '<https://donnees.exemple.fr/{0}> a dcat:Dataset ; dct:identifier "n{0}" ; dct:title "Jeu {0}" ;'
    ' dct:publisher [ a foaf:Organization ; foaf:name "{1}" ] .'
)
PUBLISHERS = ("Département de l’Ain", "DEPARTEMENT DE L’AIN", "Ville de Rumilly", "Syndicat des eaux")


@pytest.fixture
def aggregate(partner: Partner) -> str:
    """The address of a catalogue that names several publishers."""
    datasets = (DATASET.format(number, name) for number, name in enumerate(PUBLISHERS))
    partner.pages["/all.ttl"] = (PAGE + "\n".join(datasets)).encode()
    return f"{partner.url}/all.ttl"


def owners() -> dict[str, str]:
    return {title: dataset["owner_org"] for title, dataset in _datasets().items()}


def _datasets() -> dict[str, dict[str, Any]]:
    packages = model.Session.query(model.Package).filter_by(type="dataset", state="active")
    return {package.title: action("package_show", id=package.id) for package in packages}


def configure(portal: Portal, organizations: dict[str, str]) -> None:
    HarvestSource.get(portal.source_id).config = json.dumps({"organizations": organizations})
    model.Session.commit()


def test_datasets_go_to_the_organization_that_their_publisher_is_here(make_source: MakeSource, aggregate: str) -> None:
    portal = make_source(url=aggregate)
    ain, rumilly = factories.Organization(title="Ain"), factories.Organization(title="Rumilly")
    source_s = model.Package.get(portal.source_id).owner_org
    configure(portal, {"Département de l'Ain": ain["id"], "ville de rumilly": rumilly["id"]})
    portal.harvest()
    assert owners() == {"Jeu 0": ain["id"], "Jeu 1": ain["id"], "Jeu 2": rumilly["id"], "Jeu 3": source_s}
    # Without a contact of its own, a dataset is its owner's to answer for.
    assert [each["name"] for each in _datasets()["Jeu 2"]["contact"]] == ["Rumilly"]

    before = {title: dataset["id"] for title, dataset in _datasets().items()}
    configure(portal, {"Syndicat des eaux": ain["id"], "Ville de Rumilly": rumilly["id"]})
    # CKAN keeps an organization that has datasets; one may be gone all the same, purged or restored from elsewhere.
    model.Group.get(rumilly["id"]).state = "deleted"
    model.Session.commit()
    portal.harvest()
    assert owners() == {"Jeu 0": source_s, "Jeu 1": source_s, "Jeu 2": source_s, "Jeu 3": ain["id"]}
    assert {title: dataset["id"] for title, dataset in _datasets().items()} == before
    portal.harvest()
    assert portal.run()["unmodified"] == 4


def test_a_publisher_whose_name_looks_like_a_person_s_is_found_too(make_source: MakeSource, partner: Partner) -> None:
    names = ("Atmo Auvergne-Rhône-Alpes", "Forêts Vives", "Anne Martin")
    pages = [DATASET.format(number, name) for number, name in enumerate(names)]
    pages[2] = pages[2].replace("foaf:Organization", "foaf:Person")
    partner.pages["/all.ttl"] = (PAGE + "\n".join(pages)).encode()
    portal = make_source(url=f"{partner.url}/all.ttl")
    atmo, forests, anne = (factories.Organization()["id"] for _ in names)
    configure(portal, dict(zip(names, (atmo, forests, anne), strict=True)))
    portal.harvest()
    assert owners() == {"Jeu 0": atmo, "Jeu 1": forests, "Jeu 2": model.Package.get(portal.source_id).owner_org}
    assert "publisher" not in _datasets()["Jeu 2"]


def test_nobody_gives_datasets_to_an_organization_that_is_not_theirs(make_source: MakeSource, aggregate: str) -> None:
    portal = make_source(url=aggregate)
    ada, other = factories.User(), factories.Organization()
    source_s = model.Package.get(portal.source_id).owner_org
    action("organization_member_create", id=source_s, username=ada["name"], role="admin")
    as_ada = {"user": ada["name"]}
    config = json.dumps({"organizations": {"Syndicat des eaux": other["id"]}})
    with pytest.raises(tk.NotAuthorized):
        update_source(dict(as_ada), portal.source_id, config=config)
    created = {"name": "autre", "url": f"{aggregate}?autre", "source_type": "archipel", "owner_org": source_s}
    for sent in ({"config": config}, {"extras": [{"key": "config", "value": config}]}):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action("harvest_source_create")(dict(as_ada), {**created, **sent})
    # What an administrator of both, or of the portal, set stays when somebody else changes the rest.
    configure(portal, {"Syndicat des eaux": other["id"]})
    update_source(dict(as_ada), portal.source_id, title="Autre titre", config=config)
    assert HarvestSource.get(portal.source_id).title == "Autre titre"


def test_the_form_has_a_line_for_each(
    app: CKANTestApp, with_plugins: None, clean_db: None, clean_index: None, aggregate: str
) -> None:
    ada = factories.UserWithToken()
    mine, ain = (
        factories.Organization(title=title, users=[{"name": ada["name"], "capacity": "admin"}])
        for title in ("À moi", "Ain")
    )
    other = factories.Organization(title="Autre")
    headers = {"Authorization": ada["token"]}
    form = {"url": aggregate, "title": "Agrégat", "owner_org": mine["id"], "frequency": "WEEKLY", "active": "yes"}
    address = "/moissonnage/sources/nouvelle"

    wrong = {**form, "organization_remote": ["Syndicat des eaux", ""], "organization_local": [other["id"], ain["id"]]}
    page = app.post(address, data=wrong, headers=headers).body
    assert 'href="#field-organizations"' in page
    assert 'value="Syndicat des eaux"' in page
    assert model.Session.query(HarvestSource).count() == 0

    right = {**form, "organization_remote": ["Syndicat des eaux", "", ""], "organization_local": [ain["id"], "", ""]}
    app.post(address, data=right, headers=headers, follow_redirects=False)
    source = model.Session.query(HarvestSource).one()
    assert settings.read(source.config).organizations == {"Syndicat des eaux": ain["id"]}
    page = app.get(f"/moissonnage/sources/{source.id}", headers=headers).body
    assert 'value="Syndicat des eaux"' in page
    assert page.count('name="organization_remote"') == 4
