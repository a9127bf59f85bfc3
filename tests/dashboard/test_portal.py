"""The dashboard and the reminders in the portal."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from ckan import model
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp
from click.testing import CliRunner

from ckanext.archipel.dashboard import preferences
from ckanext.archipel.dashboard.cli import reminders

Json = dict[str, Any]
MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
MAIL = "ckan.lib.mailer.mail_user"

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def editor() -> Json:
    return factories.UserWithToken(email="editrice@example.org")


@pytest.fixture
def headers(editor: Json) -> dict[str, str]:
    return {"Authorization": editor["token"]}


@pytest.fixture
def late(editor: Json) -> Json:
    """A dataset of the editor's organisation whose promised update is overdue."""
    organisation = factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}])
    dataset: Json = helpers.call_action(
        "package_create",
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
        type="dataset",
        name="en-retard",
        title="Jeu en retard",
        notes="Court.",
        license_id="lov2",
        frequency=MONTHLY,
        modified="2020-01-01",
        territory=["fr:departement:63"],
        owner_org=organisation["id"],
        resources=[{"name": "Fichier", "url": "https://www.ain.gouv.fr/a.csv", "format": "CSV"}],
    )
    return dataset


def run(*arguments: str) -> Any:
    return CliRunner().invoke(reminders, ["send", *arguments], catch_exceptions=False)


def test_a_publisher_sees_what_is_late_and_what_would_help(
    app: CKANTestApp, late: Json, headers: dict[str, str]
) -> None:
    page = app.get("/tableau-de-bord", headers=headers).body
    assert "Mises à jour en retard (1)" in page
    assert "Jeu en retard" in page
    assert "Ce qui aiderait le plus (1)" in page


def test_others_see_nothing_of_it(app: CKANTestApp, late: Json) -> None:
    other = factories.UserWithToken()
    assert "Jeu en retard" not in app.get("/tableau-de-bord", headers={"Authorization": other["token"]}).body


def test_visitors_are_sent_to_the_sign_in_page(app: CKANTestApp) -> None:
    answer = app.get("/tableau-de-bord", follow_redirects=False)
    assert (answer.status_code, "/user/login" in answer.headers["Location"]) == (302, True)


def test_the_dashboard_of_ckan_leads_to_it(app: CKANTestApp, headers: dict[str, str]) -> None:
    assert "/tableau-de-bord" in app.get("/dashboard/datasets", headers=headers).body


def test_a_reminder_is_sent_once_a_week(app: CKANTestApp, late: Json, editor: Json) -> None:
    with patch(MAIL) as mail:
        assert "envoyé" in run().output
        run()
    assert mail.call_count == 1
    recipient, subject, text = mail.call_args.args
    assert (recipient.name, subject) == (editor["name"], "1 point(s) à reprendre dans vos jeux de données")
    assert "Jeu en retard" in text
    assert "/tableau-de-bord" in text
    preferences.set_reminded(model.User.get(editor["name"]), date.today() - timedelta(days=8))
    with patch(MAIL) as mail:
        run()
    assert mail.call_count == 1


def test_a_trial_sends_nothing(app: CKANTestApp, late: Json) -> None:
    with patch(MAIL) as mail:
        assert "rien n'est envoyé" in run("--dry-run").output
    assert mail.call_count == 0


def test_whoever_refuses_receives_none(app: CKANTestApp, late: Json, editor: Json, headers: dict[str, str]) -> None:
    app.post("/tableau-de-bord/rappels", data={"reminders": "no"}, headers=headers)
    assert not preferences.wants_reminders(model.User.get(editor["name"]))
    with patch(MAIL) as mail:
        assert "Personne" in run().output
    assert mail.call_count == 0
    app.post("/tableau-de-bord/rappels", data={"reminders": "yes"}, headers=headers)
    assert preferences.wants_reminders(model.User.get(editor["name"]))


def test_what_other_plugins_keep_of_a_user_stays(editor: Json) -> None:
    user = model.User.get(editor["name"])
    user.plugin_extras = {"autre": 1, "archipel": "illisible"}
    model.Session.commit()
    assert preferences.wants_reminders(user)
    preferences.set_reminders(user, wanted=False)
    assert model.User.get(editor["name"]).plugin_extras == {"autre": 1, "archipel": {"reminders": False}}
