"""A dataset made here is published whole and stays so; drafts, imports and harvested datasets are only advised."""

from typing import Any

import pytest
from ckan import model
from ckan.lib.search import rebuild
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

Json = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

ASKED = {"notes", "lab_theme", "contact", "license_id", "territory", "frequency", "resources"}
WHOLE: Json = {
    "name": "aires",
    "title": "Aires",
    "owner_org": "ddt",
    "notes": "Les aires de covoiturage du département.",
    "lab_theme": ["transports-infrastructures"],
    "contact": [{"email": "mobilite@exemple.fr"}],
    "license_id": "lov2",
    "territory": ["fr:departement:01"],
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "resources": [{"url": "https://exemple.fr/aires.csv"}],
}
BARE: Json = {"name": "aires", "title": "Aires", "owner_org": "ddt"}
FINISH: Json = {"id": "", "url": "https://exemple.fr/a.csv", "save": "go-metadata"}


class Editor:
    """An editor of the organization `ddt`, who works through the API as through the form."""

    def __init__(self, app: CKANTestApp) -> None:
        user = factories.UserWithToken()
        self.app, self.headers = app, {"Authorization": user["token"]}
        for name in ("ddt", "dreal"):
            factories.Organization(name=name, users=[{"name": user["name"], "capacity": "editor"}])

    def call(self, action: str, **data: Any) -> Json:
        """Do an action; return its result."""
        answer = self.app.post(f"/api/action/{action}", json=data, headers=self.headers)
        assert answer.status_code == 200, answer.body
        return dict(answer.json["result"] or {})

    def refused(self, action: str, **data: Any) -> set[str]:
        """Do an action that must be refused; return the fields that the answer names."""
        answer = self.app.post(f"/api/action/{action}", json=data, headers=self.headers)
        assert answer.status_code == 409, answer.body
        return set(answer.json["error"]) - {"__type"}


@pytest.fixture
def editor(app: CKANTestApp) -> Editor:
    return Editor(app)


def test_what_is_published_by_name_is_refused_with_each_field_that_is_missing(editor: Editor) -> None:
    assert editor.refused("package_create", **BARE, state="active") == ASKED
    assert editor.call("package_create", **BARE, state="draft")["state"] == "draft"
    assert editor.refused("package_patch", id="aires", state="active") == ASKED
    secret = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
    assert editor.refused("package_patch", id="aires", access_rights=secret, state="active") == ASKED | {
        "access_limitation"
    }


def test_the_last_button_of_the_form_of_a_file_does_not_publish_an_incomplete_draft(editor: Editor) -> None:
    editor.call("package_create", **BARE, state="draft")
    page = editor.app.post("/dataset/aires/resource/new", data=FINISH, headers=editor.headers)
    assert page.status_code == 200
    # CKAN 2.12 says it on the form, 2.11 is led to the last step.
    assert "error-explanation" in page.body or "/dataset/aires/publier" in page.request.path
    after = helpers.call_action("package_show", id="aires")
    assert (after["state"], len(after["resources"])) == ("draft", 1)


def test_an_import_is_stored_and_stays_editable_but_what_was_filled_in_is_not_emptied(editor: Editor) -> None:
    imported = editor.call("package_create", **BARE)
    assert imported["state"] == "active"
    assert editor.call("package_patch", id="aires", title="Autre")["title"] == "Autre"
    editor.call("package_update", **imported | {"frequency": WHOLE["frequency"]})
    editor.call("package_revise", match={"name": "aires"}, update={"version": "2"})
    assert editor.refused("package_patch", id="aires", frequency="") == {"frequency"}


def test_a_published_dataset_is_not_emptied_of_what_made_it_whole(editor: Editor) -> None:
    whole = editor.call("package_create", **WHOLE, state="active")
    for field, empty in {"notes": " ", "contact": [{"name": "Anonyme"}], "territory": [""], "lab_theme": []}.items():
        assert editor.refused("package_patch", id="aires", **{field: empty}) == {field}
    assert editor.refused("package_revise", match={"name": "aires"}, update={"license_id": ""}) == {"license_id"}
    assert editor.refused("package_update", **{key: whole[key] for key in BARE}) == ASKED - {"resources"}
    form = {"territory": "", "frequency": WHOLE["frequency"], "save": ""}
    page = editor.app.post("/dataset/edit/aires/2", data=form, headers=editor.headers, follow_redirects=False)
    assert page.status_code == 200
    assert helpers.call_action("package_show", id="aires")["territory"] == WHOLE["territory"]
    editor.call("resource_delete", id=whole["resources"][0]["id"])
    assert editor.call("package_patch", id="aires", title="Autre")["resources"] == []


def test_a_draft_may_be_emptied(editor: Editor) -> None:
    editor.call("package_create", **WHOLE, state="draft")
    assert not editor.call("package_patch", id="aires", frequency="", state="draft").get("frequency")


def test_a_harvested_dataset_takes_every_edit_even_with_values_no_longer_offered(editor: Editor) -> None:
    harvested = WHOLE | {"license_id": "cc-by", "extras": [{"key": "guid", "value": "urn:1"}]}
    editor.call("package_create", **harvested)
    package = model.Package.get("aires")
    package.extras["frequency"], package.extras["lab_theme"] = "QUAND_ON_PEUT", '["disparu"]'
    model.Session.commit()
    rebuild("aires")
    edits: list[Json] = [{"title": "Autre"}, {"owner_org": "dreal"}, {"contact": []}, {"territory": [], "notes": ""}]
    for edit in edits:
        editor.call("package_patch", id="aires", **edit)
    after = helpers.call_action("package_show", id="aires")
    assert (after["frequency"], after["lab_theme"], after["license_id"]) == ("QUAND_ON_PEUT", ["disparu"], "cc-by")
    assert after["organization"]["name"] == "dreal"
