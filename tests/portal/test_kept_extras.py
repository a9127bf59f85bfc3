"""What the form does not show, but exports and harvests stand on, is still there once the form is saved."""

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def test_the_form_carries_the_extras_and_the_maintainer(app: CKANTestApp) -> None:
    user = factories.SysadminWithToken()
    helpers.call_action(
        "package_create",
        context={"user": user["name"]},
        name="moissonne",
        title="Moissonné",
        owner_org=factories.Organization()["id"],
        maintainer="Pôle",
        extras=[{"key": "guid", "value": "guid-2"}, {"key": "uri", "value": "https://ailleurs.example/jeux/2"}],
    )
    answer = app.get("/dataset/edit/moissonne", headers={"Authorization": user["token"]}, status=200)
    page = BeautifulSoup(answer.body, "html.parser")
    hidden = [tag["value"] for tag in page.select("#dataset-edit input[name^=extras__]")]
    assert hidden == ["guid", "guid-2", "uri", "https://ailleurs.example/jeux/2"]
    assert [tag["value"] for tag in page.select("#dataset-edit input[name=maintainer]")] == ["Pôle"]
