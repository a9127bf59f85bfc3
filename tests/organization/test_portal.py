"""Organizations and groups of a portal that uses our schemas."""

import json
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp
from click.testing import CliRunner
from rdflib import DCAT, Graph, Namespace

from ckanext.archipel.organization.cli import theme_groups
from ckanext.archipel.vocabulary import vocabulary

Json = dict[str, Any]
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

SAID = {
    "actor_kind": "Service de l’État",
    "identifier": "200 053 767 00014",
    "territory": ["Ain"],
    "email": " donnees@exemple.fr ",
    "url": "https://www.exemple.fr",
    "datagouv_id": "https://www.data.gouv.fr/organizations/ddt-de-lain/",
}
KEPT = {
    "actor_kind": "etat",
    "identifier": "200053767",
    "territory": ["fr:departement:01"],
    "email": "donnees@exemple.fr",
    "url": "https://www.exemple.fr",
    "datagouv_id": "ddt-de-lain",
}


@pytest.fixture
def admin() -> Json:
    return factories.SysadminWithToken()


def create(admin: Json, name: str, **values: object) -> Json:
    return helpers.call_action("organization_create", {"user": admin["name"]}, name=name, title=name.title(), **values)


def patch(admin: Json, name: str, **values: object) -> Json:
    helpers.call_action("organization_patch", {"user": admin["name"]}, id=name, **values)
    return helpers.call_action("organization_show", id=name)


def test_what_is_said_of_an_organization_is_put_in_order_and_survives_a_patch(admin: Json) -> None:
    create(admin, "ddt", **SAID)
    patch(admin, "ddt", description="Urbanisme, eau, risques.")
    shown = helpers.call_action("organization_show", id="ddt")
    assert {key: shown[key] for key in KEPT} == KEPT


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("identifier", "200053768"),
        ("actor_kind", "cuisine"),
        ("territory", ["Narnia"]),
        ("email", "donnees"),
        ("url", "javascript:alert(1)"),
        ("datagouv_id", "https://exemple.fr/organizations/a"),
        ("parent", "inconnue"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field_with_what_was_written(admin: Json, field: str, written: Any) -> None:
    with pytest.raises(tk.ValidationError) as refusal:
        create(admin, "ddt", **{field: written})
    assert list(refusal.value.error_dict) == [field]
    assert (written if isinstance(written, str) else written[0]) in json.dumps(refusal.value.error_dict)


def test_a_parent_is_another_organization_that_does_not_depend_on_this_one(admin: Json) -> None:
    region, department = create(admin, "region"), create(admin, "ddt", parent="region")
    assert department["parent"] == region["id"]
    service = create(admin, "service", parent="ddt")
    for child in ("ddt", "service", "region"):
        with pytest.raises(tk.ValidationError) as refusal:
            patch(admin, "region", parent=child)
        assert list(refusal.value.error_dict) == ["parent"]
    helpers.call_action("organization_delete", {"user": admin["name"]}, id="ddt")
    assert patch(admin, "service", title="Service")["parent"] == service["parent"], "une organisation reste modifiable"


def test_a_parent_gets_no_right(admin: Json) -> None:
    head = factories.User()
    region = create(admin, "region", users=[{"name": head["name"], "capacity": "admin"}])
    create(admin, "ddt", parent=region["id"])
    with pytest.raises(tk.NotAuthorized):
        tk.check_access("organization_update", {"user": head["name"]}, {"id": "ddt"})


def test_the_form_holds_the_fields_and_loses_nothing_of_the_organization(app: CKANTestApp, admin: Json) -> None:
    create(admin, "region")
    create(admin, "ddt", extras=[{"key": "require_validation", "value": "true"}], **SAID)
    headers = {"Authorization": admin["token"], "Accept-Language": "fr"}
    page = BeautifulSoup(app.get("/fr/organization/edit/ddt", headers=headers).body, "html.parser")
    form = page.select_one("form.dataset-form")
    assert form is not None
    sent = {str(tag["name"]): tag.get("value") or "" for tag in form.select("input[name]") if tag.get("type") != "file"}
    sent |= {str(tag["name"]): tag.text.strip() for tag in form.select("textarea[name]")}
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]")
        sent[str(tag["name"])] = str(chosen["value"]) if chosen else ""
    sent["territory"] = [box["value"] for box in form.select("input[name=territory][checked]")]
    wrong = app.post("/fr/organization/edit/ddt", data=sent | {"identifier": "123"}, headers=headers)
    assert "« 123 » n’est pas un SIREN" in unescape(wrong.body)
    assert 'value="donnees@exemple.fr"' in wrong.body, "ce qui a été tapé est perdu"
    app.post("/fr/organization/edit/ddt", data=sent | {"parent": "region"}, headers=headers, follow_redirects=False)
    shown = helpers.call_action("organization_show", id="ddt")
    assert {key: shown[key] for key in KEPT} == KEPT
    assert shown["parent"]
    assert {extra["key"]: extra["value"] for extra in shown["extras"]} == {"require_validation": "true"}


def test_the_page_of_an_organization_says_what_it_is_in_words(app: CKANTestApp, admin: Json) -> None:
    create(admin, "region")
    create(admin, "ddt", parent="region", **SAID)
    body = unescape(app.get("/fr/organization/about/ddt").body)
    for words in ("Service de l’État", "200053767", "Ain", "Region", "donnees@exemple.fr"):
        assert words in body, words
    assert "fr:departement:01" not in body


def test_the_catalogue_names_the_organization_as_publisher_with_its_number(app: CKANTestApp, admin: Json) -> None:
    create(admin, "ddt", **SAID)
    factories.Dataset(name="zones", owner_org="ddt", contact=[{"email": "zones@exemple.fr"}])
    turtle = app.get("/dataset/zones.ttl").body
    for words in ('dct:identifier "200053767"', "donnees@exemple.fr", "https://www.exemple.fr"):
        assert words in turtle, words


def test_whoever_asks_about_a_dataset_without_a_contact_is_sent_to_its_organization(
    app: CKANTestApp, admin: Json
) -> None:
    create(admin, "ddt", **SAID)
    create(admin, "muette")
    contacts = {"sans": {}, "avec": {"contact": [{"email": "zones@exemple.fr"}]}, "ancien": {"maintainer": "Jo"}}
    for name, said in contacts.items():
        factories.Dataset(name=name, owner_org="ddt", **said)
    factories.Dataset(name="muet", owner_org="muette")
    graphs = {name: Graph().parse(data=app.get(f"/dataset/{name}.ttl").body) for name in (*contacts, "muet")}
    found = {name: list(graph.objects(None, DCAT.contactPoint)) for name, graph in graphs.items()}
    assert [len(found[name]) for name in ("sans", "avec", "ancien", "muet")] == [1, 1, 1, 0]
    assert str(graphs["sans"].value(found["sans"][0], VCARD.hasEmail)) == "mailto:donnees@exemple.fr"
    assert str(graphs["ancien"].value(found["ancien"][0], VCARD.fn)) == "Jo"


def test_the_command_makes_the_groups_of_the_themes_once_and_their_datasets_are_found(app: CKANTestApp) -> None:
    assert "12 groupe(s)" in CliRunner().invoke(theme_groups).output
    assert "0 groupe(s)" in CliRunner().invoke(theme_groups).output
    assert set(helpers.call_action("group_list")) == {term.id for term in vocabulary("lab_themes").terms}
    assert helpers.call_action("group_show", id="arts-culture")["lab_theme"] == "arts-culture"
    organization = factories.Organization()
    factories.Dataset(title="Bibliothèques", owner_org=organization["id"], lab_theme=["arts-culture"])
    assert "Bibliothèques" in unescape(app.get("/fr/group/arts-culture").body)
    assert "Bibliothèques" not in unescape(app.get("/fr/group/energie-ressources").body)


@pytest.mark.ckan_config("ckan.plugins", "archipel activity dcat harvest scheming_datasets")
def test_a_portal_may_do_without_these_schemas(app: CKANTestApp, admin: Json) -> None:
    create(admin, "ddt", extras=[{"key": "identifier", "value": "libre"}])
    assert CliRunner().invoke(theme_groups).exit_code == 0
    assert app.get("/fr/organization/ddt").status_code == 200
    assert app.get("/fr/organization/about/ddt").status_code == 200
    factories.Dataset(owner_org="ddt", lab_theme=["arts-culture"])
    assert helpers.call_action("package_search", fq="groups:arts-culture")["count"] == 1
