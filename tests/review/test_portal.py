"""No dataset is published alone where an organization requires a second person."""

from typing import Any
from unittest.mock import patch

import pytest
from ckan.lib import mailer
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

from ckanext.archipel.review import mail, store
from ckanext.archipel.review.setting import requires_review

Json = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

FULL = {
    "title": "Aires de covoiturage",
    "notes": "Les aires de covoiturage du département : adresse, capacité, propriétaire et date de leur ouverture.",
    "license_id": "lov2",
    "lab_theme": ["transports-infrastructures"],
    "contact": [{"email": "mobilite@exemple.fr"}],
    "territory": ["fr:departement:01"],
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "resources": [{"url": "https://www.example.org/a.csv", "name": "Aires"}],
}


@pytest.fixture
def ada() -> Json:
    """An editor."""
    return dict(factories.UserWithToken(name="ada", email="ada@example.org"))


@pytest.fixture
def bob() -> Json:
    """Another editor of the same organisation."""
    return dict(factories.UserWithToken(name="bob", email="bob@example.org"))


@pytest.fixture
def eve() -> Json:
    """An editor of another organisation."""
    person = dict(factories.UserWithToken(name="eve"))
    factories.Organization(users=[{"name": "eve", "capacity": "editor"}])
    return person


@pytest.fixture
def organization(ada: Json, bob: Json) -> Json:
    """An organisation that requires a second person."""
    users = [{"name": "ada", "capacity": "editor"}, {"name": "bob", "capacity": "editor"}]
    extras = [{"key": "require_validation", "value": "true"}]
    return dict(factories.Organization(name="exigeante", title="Exigeante", users=users, extras=extras))


@pytest.fixture
def draft(app: CKANTestApp, ada: Json, organization: Json) -> Json:
    """Ada's complete draft, made by API."""
    answer = call(app, "package_create", ada, **FULL, name="aires", owner_org="exigeante", state="draft")
    assert answer.status_code == 200, answer.body
    assert answer.json["result"]["state"] == "draft"
    return dict(answer.json["result"])


def call(app: CKANTestApp, action: str, person: Json, **data: Any) -> Any:
    headers = {"Authorization": person["token"]}
    return app.post(f"/api/3/action/{action}", json=data, headers=headers, expect_errors=True)


def state(name: str = "aires") -> str:
    return str(helpers.call_action("package_show", id=name)["state"])


def page(app: CKANTestApp, address: str, person: Json) -> str:
    return str(app.get(address, headers={"Authorization": person["token"]}).body)


@pytest.mark.parametrize("sent", [{}, {"state": "active"}])
def test_an_editor_does_not_publish_by_api(app: CKANTestApp, ada: Json, organization: Json, sent: Json) -> None:
    answer = call(app, "package_create", ada, **FULL, name="aires", owner_org="exigeante", **sent)
    assert answer.status_code == 409
    assert "Exigeante" in answer.json["error"]["state"][0]
    assert helpers.call_action("package_search", include_drafts=True)["count"] == 0


@pytest.mark.parametrize("action", ["package_patch", "package_update"])
def test_an_editor_does_not_publish_a_draft_by_api(app: CKANTestApp, ada: Json, draft: Json, action: str) -> None:
    data = {"id": draft["id"]} if action == "package_patch" else draft
    assert call(app, action, ada, **data | {"state": "active"}).status_code == 409
    assert state() == "draft"


def test_saving_a_draft_without_its_state_leaves_it_a_draft(app: CKANTestApp, ada: Json, draft: Json) -> None:
    sent = {key: value for key, value in draft.items() if key != "state"}
    call(app, "package_update", ada, **sent | {"title": "Autre titre"})
    assert state() == "draft"


def test_a_deleted_draft_does_not_come_back_published(app: CKANTestApp, ada: Json, draft: Json) -> None:
    assert call(app, "package_delete", ada, id="aires").status_code == 200
    assert call(app, "package_patch", ada, id=draft["id"], state="active").status_code == 409


def test_a_published_dataset_does_not_slip_in_from_another_organization(
    app: CKANTestApp, ada: Json, organization: Json
) -> None:
    factories.Organization(name="libre", users=[{"name": "ada", "capacity": "editor"}])
    assert call(app, "package_create", ada, **FULL, name="libre-aires", owner_org="libre").status_code == 200
    assert call(app, "package_patch", ada, id="libre-aires", owner_org="exigeante").status_code == 409
    assert call(app, "package_patch", ada, id="libre-aires", title="Autre").status_code == 200


def test_another_editor_publishes(app: CKANTestApp, ada: Json, bob: Json, draft: Json) -> None:
    asked = call(app, "archipel_review_request", ada, id="aires")
    assert (asked.json["result"]["state"], asked.json["result"]["requester"]) == ("requested", "ada")
    assert helpers.call_action("package_search", {"ignore_auth": False, "user": ""}, q="aires")["count"] == 0
    answer = call(app, "archipel_review_approve", bob, id="aires", metadata_modified=draft["metadata_modified"])
    assert answer.status_code == 200, answer.body
    assert state() == "active"
    assert store.get(draft["id"]) is None
    assert call(app, "package_patch", ada, id="aires", title="Aires, corrigées").status_code == 200


def test_nobody_validates_their_own_request_nor_that_of_others_elsewhere(
    app: CKANTestApp, ada: Json, eve: Json, draft: Json
) -> None:
    call(app, "archipel_review_request", ada, id="aires")
    for person in (ada, eve):
        for action in ("archipel_review_approve", "archipel_review_return"):
            assert call(app, action, person, id="aires", message="non").status_code == 403
    assert state() == "draft"


def test_nothing_is_validated_that_nobody_asked_for(app: CKANTestApp, bob: Json, draft: Json) -> None:
    assert call(app, "archipel_review_approve", bob, id="aires").status_code == 409
    assert state() == "draft"


def test_what_changed_since_it_was_read_is_read_again(app: CKANTestApp, ada: Json, bob: Json, draft: Json) -> None:
    call(app, "archipel_review_request", ada, id="aires")
    call(app, "package_patch", ada, id="aires", title="Tout autre chose")
    seen = draft["metadata_modified"]
    assert call(app, "archipel_review_approve", bob, id="aires", metadata_modified=seen).status_code == 409
    assert state() == "draft"


def test_an_incomplete_draft_is_not_sent_to_anybody(app: CKANTestApp, ada: Json, draft: Json) -> None:
    call(app, "package_patch", ada, id="aires", license_id="", frequency="")
    answer = call(app, "archipel_review_request", ada, id="aires")
    assert answer.status_code == 409
    assert {"license_id", "frequency"} <= set(answer.json["error"])
    assert store.get(draft["id"]) is None


def test_a_draft_sent_back_tells_its_author_why(app: CKANTestApp, ada: Json, bob: Json, draft: Json) -> None:
    call(app, "archipel_review_request", ada, id="aires")
    assert call(app, "archipel_review_return", bob, id="aires", message=" ").status_code == 409
    assert "aires" in page(app, "/tableau-de-bord", bob)
    call(app, "archipel_review_return", bob, id="aires", message="La description <b>manque</b>.")
    assert "La description &lt;b&gt;manque&lt;/b&gt;." in page(app, "/dataset/aires/publier", ada)
    assert "La description &lt;b&gt;manque&lt;/b&gt;." in page(app, "/dataset/aires", ada)
    assert call(app, "archipel_review_approve", bob, id="aires").status_code == 409


def test_the_last_step_asks_instead_of_publishing(app: CKANTestApp, ada: Json, bob: Json, draft: Json) -> None:
    headers = {"Authorization": ada["token"]}
    assert 'value="publish"' not in page(app, "/dataset/aires/publier", ada)
    app.post("/dataset/aires/publier", data={"save": "publish"}, headers=headers)
    assert state() == "draft"
    app.post("/dataset/aires/validation", data={"decision": "request"}, headers=headers)
    assert 'value="approve"' not in page(app, "/dataset/aires/publier", ada)
    assert 'value="approve"' in page(app, "/dataset/aires", bob)
    form = {"decision": "approve", "metadata_modified": draft["metadata_modified"]}
    answer = app.post(
        "/dataset/aires/validation", data=form, headers={"Authorization": bob["token"]}, follow_redirects=False
    )
    assert answer.headers["Location"].endswith("/dataset/aires/publie")
    assert state() == "active"


@pytest.mark.parametrize("form", [{}, {"decision": "drop"}])
def test_a_form_that_is_not_ours_is_refused(app: CKANTestApp, ada: Json, draft: Json, form: Json) -> None:
    headers = {"Authorization": ada["token"]}
    assert app.post("/dataset/aires/validation", data=form, headers=headers, expect_errors=True).status_code == 400


def test_an_administrator_of_the_organization_sets_it_and_an_editor_does_not(app: CKANTestApp, ada: Json) -> None:
    users = [{"name": "ada", "capacity": "admin"}]
    extras = [{"key": "ville", "value": "Lyon"}]
    organization = factories.Organization(name="libre", users=users, extras=extras)
    headers = {"Authorization": ada["token"]}
    app.post("/organization/libre/validation", data={"required": "yes"}, headers=headers)
    assert requires_review(organization["id"])
    shown = helpers.call_action("organization_show", id="libre")["extras"]
    assert {x["key"]: x["value"] for x in shown} == {"ville": "Lyon", "require_validation": "true"}
    app.post("/organization/libre/validation", data={"required": "no"}, headers=headers)
    assert not requires_review(organization["id"])
    editor = {"Authorization": factories.UserWithToken()["token"]}
    assert app.get("/organization/libre/validation", headers=editor, expect_errors=True).status_code == 403


def test_the_e_mails_go_to_the_others_then_to_the_author(app: CKANTestApp, ada: Json, bob: Json, draft: Json) -> None:
    store.ask(draft["id"], ada["id"])
    with patch.object(mailer, "mail_user") as sent:
        mail.send_to_reviewers(draft["id"])
        mail.send_to_requester(draft["id"], ada["id"], "bob", "Trop court.")
    assert [written.args[0].name for written in sent.call_args_list] == ["bob", "ada"]
    assert "Trop court." in sent.call_args_list[1].args[2]


def test_a_mail_server_that_fails_is_only_logged(
    app: CKANTestApp, ada: Json, draft: Json, caplog: pytest.LogCaptureFixture
) -> None:
    store.ask(draft["id"], ada["id"])
    with patch.object(mailer, "mail_user", side_effect=mailer.MailerException("refusé")):
        mail.send_to_reviewers(draft["id"])
    assert "refusé" in caplog.text


def test_a_request_dies_with_its_dataset(app: CKANTestApp, ada: Json, draft: Json) -> None:
    call(app, "archipel_review_request", ada, id="aires")
    helpers.call_action("dataset_purge", id=draft["id"])
    assert store.get(draft["id"]) is None
