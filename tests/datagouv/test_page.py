"""The editors of an organization read what data.gouv.fr makes of its datasets; nobody else does."""

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def organization() -> dict[str, Any]:
    editor = factories.User(password="editeur-1234")
    made = factories.Organization(title="DDT", users=[{"name": editor["name"], "capacity": "editor"}])
    factories.Dataset(owner_org=made["id"], title="Arbres", tags=[{"name": "ev"}])
    factories.Dataset(owner_org=made["id"], title="Brouillon secret", private=True)
    return made | {"editor": editor}


def headers(user: dict[str, Any]) -> dict[str, str]:
    token = call_action("api_token_create", context={"user": user["name"]}, user=user["name"], name="essai")["token"]
    return {"Authorization": token}


def test_an_editor_reads_it_from_the_page_of_the_organization(app: Any, organization: dict[str, Any]) -> None:
    editor = headers(organization["editor"])
    address = f"/organization/{organization['name']}/data-gouv"
    assert address in app.get(f"/organization/{organization['name']}", headers=editor).body
    page = app.get(address, headers=editor).body
    assert "Arbres" in page
    assert "mots-clés de moins de trois lettres" in page
    assert f"/organization/{organization['id']}/catalog.xml" in page
    assert "secret" not in page


def test_nobody_else_does(app: Any, organization: dict[str, Any]) -> None:
    address = f"/organization/{organization['name']}/data-gouv"
    assert address not in app.get(f"/organization/{organization['name']}").body
    app.get(address, status=403)
    app.get(address, headers=headers(factories.User()), status=403)
    app.get("/organization/inconnue/data-gouv", status=404)


def test_pages_beyond_the_last_and_pages_that_are_none_break_nothing(app: Any, organization: dict[str, Any]) -> None:
    for page in ("99", "0", "-1", "deux", "²", "9" * 30, "9" * 5000):
        address = f"/organization/{organization['name']}/data-gouv?page={page}"
        assert app.get(address, headers=headers(organization["editor"])).status_code in (200, 404)


def test_the_action_counts_and_cuts(organization: dict[str, Any]) -> None:
    told = call_action("archipel_datagouv_check", organization=organization["name"], rows=0)
    assert (told["count"], told["datasets"], told["left_out"]) == (1, [], [])
