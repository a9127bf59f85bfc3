"""What the form does not show, but exports and harvests stand on, is still there once the form is saved."""

import pytest
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

EXTRAS = {"guid": "guid-2", "uri": "https://ailleurs.example/jeux/2"}


def test_the_form_keeps_the_extras_and_the_maintainer(app: CKANTestApp) -> None:
    user = factories.SysadminWithToken()
    organization = factories.Organization()["id"]
    helpers.call_action(
        "package_create",
        context={"user": user["name"]},
        name="moissonne",
        title="Moissonné",
        owner_org=organization,
        maintainer="Pôle",
        extras=[{"key": key, "value": value} for key, value in EXTRAS.items()],
    )
    sent = {"title": "Corrigé", "name": "moissonne", "owner_org": organization, "save": ""}
    headers = {"Authorization": user["token"]}
    app.post("/dataset/edit/moissonne/1", data=sent, headers=headers, follow_redirects=False, status=302)
    saved = helpers.call_action("package_show", id="moissonne")
    assert saved["title"] == "Corrigé"
    assert saved["maintainer"] == "Pôle"
    assert {extra["key"]: extra["value"] for extra in saved["extras"]} == EXTRAS
