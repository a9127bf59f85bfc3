"""The quality of datasets in the portal: the action, the pages, the live list."""

from datetime import date, timedelta
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp
from click.testing import CliRunner
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.archipel.quality import search
from ckanext.archipel.quality.cli import quality

Json = dict[str, Any]
pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def editor() -> Json:
    return factories.UserWithToken()


@pytest.fixture
def organisation(editor: Json) -> Json:
    return factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}])


@pytest.fixture
def dataset(organisation: Json) -> Json:
    return helpers.call_action(
        "package_create",
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
        type="dataset",
        title="Aires de covoiturage",
        name="aires",
        notes="Court.",
        license_id="lov2",
        owner_org=organisation["id"],
        resources=[{"name": "Aires", "url": "https://www.ain.gouv.fr/aires.csv", "format": "CSV"}],
    )


def shown(user: str = "", **data: Any) -> Json:
    return tk.get_action("archipel_quality_show")({"user": user}, data)


def test_a_saved_dataset_has_points_and_criteria_for_each_metric(dataset: Json) -> None:
    measured = shown(id=dataset["name"])
    assert (measured["datagouv"]["max"], measured["mqa"]["max"]) == (9, 405)
    for name in ("datagouv", "mqa"):
        assert sum(criterion["points"] for criterion in measured[name]["criteria"]) == measured[name]["points"]
    lost = {criterion["slug"]: criterion for criterion in measured["datagouv"]["criteria"] if not criterion["points"]}
    assert lost["description"]["field"] == "notes"
    assert "100 caractères" in lost["description"]["advice"]


def test_a_dataset_not_saved_is_measured_for_anybody_signed_in(editor: Json) -> None:
    assert shown(editor["name"], dataset={"license_id": "lov2"})["mqa"]["points"] > 0
    assert shown(editor["name"], dataset='{"license_id": "lov2"}')["datagouv"]["points"] == 1
    with pytest.raises(tk.NotAuthorized):
        shown(dataset={"license_id": "lov2"})


def test_a_private_dataset_is_measured_for_its_readers_only(dataset: Json, editor: Json) -> None:
    helpers.call_action("package_patch", {"user": editor["name"]}, id=dataset["id"], private=True)
    assert shown(editor["name"], id=dataset["id"])
    with pytest.raises(tk.NotAuthorized):
        shown(factories.User()["name"], id=dataset["id"])


@pytest.mark.parametrize(
    "data", [{}, {"id": None}, {"id": ["x"]}, {"id": "a\0"}, {"dataset": "pas du JSON"}, {"dataset": [1]}]
)
def test_what_cannot_be_measured_is_refused_with_a_message(data: Json, editor: Json) -> None:
    with pytest.raises(tk.ValidationError):
        shown(editor["name"], **data)


def test_a_dataset_nested_without_end_is_refused(editor: Json) -> None:
    with pytest.raises(tk.ValidationError):
        shown(editor["name"], dataset={"territory": "[" * 100_000})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=JUNK)
def test_junk_is_measured_or_refused(junk: object) -> None:
    try:
        measured = tk.get_action("archipel_quality_show")({"ignore_auth": True, "user": "x"}, {"dataset": junk})
    except tk.ValidationError:
        return
    assert measured["mqa"]["points"] <= 405


def test_editors_see_what_is_missing_and_administrators_the_points(
    app: CKANTestApp, dataset: Json, editor: Json
) -> None:
    assert "archipel-quality" not in app.get("/dataset/aires").body
    page = app.get("/dataset/aires", headers={"Authorization": editor["token"]}).body
    assert "Écrivez une description de plus de 100 caractères" in page
    assert "#field-notes" in page
    assert "/405" not in page
    admin = factories.SysadminWithToken()
    assert "/405" in app.get("/dataset/aires", headers={"Authorization": admin["token"]}).body


def test_a_form_lists_what_is_missing_without_script_and_answers_what_is_typed(
    app: CKANTestApp, dataset: Json, editor: Json
) -> None:
    headers = {"Authorization": editor["token"]}
    assert 'href="#field-title"' not in app.get("/dataset/new", headers=headers).body
    assert 'href="#field-notes"' in app.get("/dataset/new", headers=headers).body
    typed = {"archipel_page": "1", "archipel_dataset": "aires", "notes": "x" * 101}
    answer = app.post("/archipel/quality/form", data=typed, headers=headers).body
    assert "field-notes" not in answer
    assert "Période couverte" in answer


def test_the_form_of_a_file_lists_what_the_file_lacks(app: CKANTestApp, dataset: Json, editor: Json) -> None:
    headers = {"Authorization": editor["token"]}
    resource = dataset["resources"][0]["id"]
    page = app.get(f"/dataset/aires/resource/{resource}/edit", headers=headers).body
    assert 'href="#field-description"' in page
    typed = {"archipel_page": "resource", "archipel_dataset": "aires", "url": "https://a.fr/a.csv", "format": "CSV"}
    answer = app.post("/archipel/quality/form", data=typed | {"description": "Notice."}, headers=headers).body
    assert "#field-description" not in answer


def test_the_live_list_is_for_those_who_are_signed_in(app: CKANTestApp) -> None:
    assert app.post("/archipel/quality/form", data={"notes": "x"}).status_code == 403


@pytest.mark.parametrize("page", ["", "resource", "99999", "²", "x"])
def test_whatever_page_is_sent_the_list_answers(page: str, app: CKANTestApp, editor: Json) -> None:
    headers = {"Authorization": editor["token"]}
    typed = {"archipel_page": page, "contact-x-name": "a", "territory": "[[[", "extras__0__key": "a"}
    assert app.post("/archipel/quality/form", data=typed, headers=headers).status_code == 200


def test_the_index_sorts_by_quality_and_forgets_freshness_once_it_is_over(dataset: Json, organisation: Json) -> None:
    user = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}
    fresh = {"frequency": "http://publications.europa.eu/resource/authority/frequency/MONTHLY", "notes": "x" * 120}
    helpers.call_action(
        "package_create",
        dict(user),
        name="riche",
        title="Riche",
        owner_org=organisation["id"],
        license_id="lov2",
        **fresh,
    )
    sorted_names = [
        found["name"] for found in helpers.call_action("package_search", sort="archipel_datagouv desc")["results"]
    ]
    assert sorted_names == ["riche", "aires"]
    today = date.today()
    assert search.stale(today) == []
    late = search.stale(today + timedelta(days=40))
    assert len(late) == 1
    with freeze_time(today + timedelta(days=40)):
        cli = CliRunner().invoke(quality, ["refresh"])
    assert "1 jeu(x)" in cli.output
    assert search.stale(today + timedelta(days=40)) == []


def test_the_command_gives_points_and_what_is_missing(dataset: Json) -> None:
    output = CliRunner().invoke(quality, ["show", "--csv"]).output
    assert "aires," in output
    assert "Période couverte" in output
    table = CliRunner().invoke(quality, ["show", "aires"]).output
    assert "/405" in table
    assert CliRunner().invoke(quality, ["show", "absent"]).exit_code == 1
