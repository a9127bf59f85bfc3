"""The same contact, licence or frequency for a selection of datasets; what one refuses stops none of the others."""

from typing import Any
from unittest.mock import patch

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

from ckanext.archipel.bulk import apply, store

Json = dict[str, Any]
MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
HVD = "http://data.europa.eu/bna/c_ac64a52d"

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def editor() -> Json:
    """An editor with a token."""
    return dict(factories.UserWithToken(name="ada"))


@pytest.fixture
def organization(editor: Json) -> Json:
    """The editor's organisation."""
    return dict(factories.Organization(name="dreal", users=[{"name": "ada", "capacity": "editor"}]))


@pytest.fixture
def datasets(organization: Json) -> list[Json]:
    """Three datasets: one under the open licence, one of high value, one harvested."""
    return [
        create("libre", organization),
        create("forte-valeur", organization, hvd_category=[HVD]),
        create("moissonne", organization, extras=[{"key": "harvest_source_id", "value": "x"}]),
    ]


def create(name: str, organization: Json, **more: Any) -> Json:
    context = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}
    data: Json = {
        "title": f"Jeu {name}",
        "notes": "Ce que sont les données.",
        "license_id": "lov2",
        "lab_theme": ["transports-infrastructures"],
        "contact": [{"email": "ancien@exemple.fr"}],
        "territory": ["fr:departement:01"],
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "resources": [{"url": "https://www.example.org/a.csv"}],
    }
    made = helpers.call_action("package_create", context, **data, name=name, owner_org=organization["id"], **more)
    return dict(made)


def call(app: CKANTestApp, person: Json, action: str = "archipel_bulk_update", **data: Any) -> Any:
    headers = {"Authorization": person["token"]}
    return app.post(f"/api/3/action/{action}", json=data, headers=headers, expect_errors=True)


def show(name: str) -> Json:
    return dict(helpers.call_action("package_show", id=name))


def names(datasets: list[Json]) -> list[str]:
    return [dataset["name"] for dataset in datasets]


def test_a_try_tells_everything_and_changes_nothing(app: CKANTestApp, editor: Json, datasets: list[Json]) -> None:
    answer = call(app, editor, organization="dreal", ids=names(datasets), license_id="odc-odbl", dry_run=True)
    told = answer.json["result"]
    assert [each["title"] for each in told["changed"]] == ["Jeu libre"]
    assert told["changed"][0]["fields"] == [{"field": "license_id", "before": "lov2", "after": "odc-odbl"}]
    assert {each["title"] for each in told["errors"]} == {"Jeu forte-valeur", "Jeu moissonne"}
    assert {show(name)["license_id"] for name in names(datasets)} == {"lov2"}


def test_each_dataset_is_changed_or_told_apart(app: CKANTestApp, editor: Json, datasets: list[Json]) -> None:
    contact = [{"name": "Pôle", "email": "pole@exemple.fr"}]
    answer = call(app, editor, organization="dreal", ids=names(datasets), license_id="odc-odbl", contact=contact)
    run = answer.json["result"]
    results = {each["title"]: each["result"] for each in run["outcomes"]}
    assert (run["state"], results) == (
        "done",
        {"Jeu libre": "changed", "Jeu forte-valeur": "error", "Jeu moissonne": "error"},
    )
    assert (show("libre")["license_id"], show("libre")["contact"][0]["email"]) == ("odc-odbl", "pole@exemple.fr")
    assert show("libre")["frequency"].endswith("ANNUAL")
    assert show("forte-valeur")["contact"][0]["email"] == "ancien@exemple.fr"
    again = call(app, editor, organization="dreal", ids=["libre"], license_id="odc-odbl").json["result"]
    assert again["outcomes"][0]["result"] == "unchanged"


def test_drafts_stay_drafts(app: CKANTestApp, editor: Json, organization: Json) -> None:
    create("brouillon", organization, state="draft")
    call(app, editor, organization="dreal", ids=["brouillon"], frequency=MONTHLY)
    assert (show("brouillon")["state"], show("brouillon")["frequency"]) == ("draft", MONTHLY)


def test_what_is_wrong_in_itself_is_refused_by_every_dataset(
    app: CKANTestApp, editor: Json, datasets: list[Json]
) -> None:
    told = call(app, editor, organization="dreal", ids=["libre"], contact=[{"email": "pas une adresse"}], dry_run=True)
    assert [each["title"] for each in told.json["result"]["errors"]] == ["Jeu libre"]


@pytest.mark.parametrize(
    "sent",
    [
        {"ids": [], "frequency": MONTHLY},
        {"ids": ["libre"]},
        {"ids": ["libre"], "frequency": ""},
        {"ids": 3, "frequency": MONTHLY},
        {"ids": [{}, None, "rien\0"], "frequency": MONTHLY},
    ],
)
def test_a_request_that_asks_nothing_is_refused(
    app: CKANTestApp, editor: Json, datasets: list[Json], sent: Json
) -> None:
    # CKAN 2.11 refuses a zero byte before any action sees it.
    assert call(app, editor, organization="dreal", **sent).status_code in (400, 409)


def test_others_may_neither_change_nor_see(app: CKANTestApp, editor: Json, datasets: list[Json]) -> None:
    run = call(app, editor, organization="dreal", ids=["libre"], frequency=MONTHLY).json["result"]
    other = factories.UserWithToken()
    factories.Organization(name="ailleurs", users=[{"name": other["name"], "capacity": "admin"}])
    assert call(app, other, organization="dreal", ids=["libre"], frequency=MONTHLY).status_code == 403
    assert call(app, other, "archipel_bulk_show", id=run["id"]).status_code == 403
    taken = call(app, other, organization="ailleurs", ids=["libre"], license_id="odc-odbl").json["result"]
    assert taken["outcomes"][0]["result"] == "error"
    assert show("libre")["license_id"] == "lov2"


def test_a_long_change_is_left_to_the_worker_and_tells_how_far_it_is(
    app: CKANTestApp, editor: Json, datasets: list[Json]
) -> None:
    with patch.object(apply, "AT_ONCE", 1), patch.object(tk, "enqueue_job") as queued:
        run = call(app, editor, organization="dreal", ids=names(datasets), frequency=MONTHLY).json["result"]
    assert (run["state"], run["done"], run["total"]) == (store.QUEUED, 0, 3)
    assert "0 " in page(app, editor, f"/organization/dreal/modification-groupee/{run['id']}")
    job, arguments = queued.call_args.args
    job(*arguments)
    after = call(app, editor, "archipel_bulk_show", id=run["id"]).json["result"]
    assert (after["state"], after["done"]) == (store.DONE, 3)
    assert show("libre")["frequency"] == MONTHLY


def test_the_pages_choose_preview_then_apply(app: CKANTestApp, editor: Json, datasets: list[Json]) -> None:
    address = "/organization/dreal/modification-groupee"
    assert "Jeu libre" in page(app, editor, address)
    assert address in page(app, editor, "/organization/dreal")
    form = {"ids": [datasets[0]["id"], datasets[1]["id"]], "license_id": "", "frequency": MONTHLY}
    headers = {"Authorization": editor["token"]}
    preview = app.post(address, data=form | {"step": "preview"}, headers=headers)
    assert "Mensuelle" in preview.body or "Monthly" in preview.body
    assert show("libre")["frequency"] != MONTHLY
    done = app.post(address, data=form | {"step": "apply"}, headers=headers, follow_redirects=False)
    assert "Jeu libre" in page(app, editor, done.headers["Location"])
    assert show("libre")["frequency"] == show("forte-valeur")["frequency"] == MONTHLY


def test_a_form_without_a_choice_says_so_and_keeps_what_was_typed(
    app: CKANTestApp, editor: Json, datasets: list[Json]
) -> None:
    headers = {"Authorization": editor["token"]}
    form = {"contact-email": "pole@exemple.fr", "step": "preview"}
    answer = app.post("/organization/dreal/modification-groupee", data=form, headers=headers)
    assert 'role="alert"' in answer.body
    assert "pole@exemple.fr" in answer.body


@pytest.mark.parametrize("address", ["rien/modification-groupee", "dreal/modification-groupee/rien"])
def test_what_does_not_exist_is_not_found(app: CKANTestApp, editor: Json, organization: Json, address: str) -> None:
    headers = {"Authorization": editor["token"]}
    assert app.get(f"/organization/{address}", headers=headers, expect_errors=True).status_code == 404


def test_visitors_are_refused(app: CKANTestApp, organization: Json) -> None:
    assert app.get("/organization/dreal/modification-groupee", expect_errors=True).status_code == 403


def page(app: CKANTestApp, person: Json, address: str) -> str:
    return str(app.get(address, headers={"Authorization": person["token"]}).body)
