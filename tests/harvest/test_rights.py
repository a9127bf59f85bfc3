"""Who may give an organization a harvest source: its administrators alone, by whichever action."""

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.archipel.harvest.source_update import update_source
from tests.harvest.conftest import Portal

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
Organization = dict[str, Any]


@pytest.fixture
def ada(with_plugins: None, clean_db: None, clean_index: None) -> str:
    """Somebody who administers some organizations and only edits others."""
    return str(factories.User(name="ada")["name"])


def organization(user: str, role: str) -> Organization:
    """An organization where the user has this role."""
    return dict(factories.Organization(users=[{"name": user, "capacity": role}]))


def administered(portal: Portal, user: str) -> None:
    """Make the user an administrator of the source's organization."""
    owner = model.Package.get(portal.source_id).owner_org
    tk.get_action("organization_member_create")(
        {"ignore_auth": True, "user": user}, {"id": owner, "username": user, "role": "admin"}
    )


def _by_source(portal: Portal, user: str, owner: str) -> None:
    update_source({"user": user}, portal.source_id, owner_org=owner)


def _by_package(portal: Portal, user: str, owner: str) -> None:
    shown = tk.get_action("package_show")({"user": user}, {"id": portal.source_id})
    tk.get_action("package_update")({"user": user}, {**shown, "owner_org": owner})


def _by_patch(portal: Portal, user: str, owner: str) -> None:
    tk.get_action("package_patch")({"user": user}, {"id": portal.source_id, "owner_org": owner})


WAYS = (_by_source, _by_package, _by_patch)


@pytest.mark.parametrize("named", ["id", "name"])
@pytest.mark.parametrize("move", WAYS)
def test_an_editor_of_an_organization_moves_no_source_into_it(
    ada: str, make_source: MakeSource, move: Callable[..., None], named: str
) -> None:
    portal, edited = make_source(), organization(ada, "editor")
    administered(portal, ada)
    before = model.Package.get(portal.source_id).owner_org
    with pytest.raises(tk.NotAuthorized):
        move(portal, ada, edited[named])
    model.Session.rollback()
    assert model.Package.get(portal.source_id).owner_org == before


@pytest.mark.parametrize("move", WAYS[:2])
def test_an_administrator_of_both_moves_a_source(ada: str, make_source: MakeSource, move: Callable[..., None]) -> None:
    portal, other = make_source(), organization(ada, "admin")
    administered(portal, ada)
    move(portal, ada, other["id"])
    assert model.Package.get(portal.source_id).owner_org == other["id"]


@pytest.mark.parametrize("named", ["id", "name"])
def test_an_editor_creates_no_source_in_an_organization(ada: str, named: str) -> None:
    edited = organization(ada, "editor")
    source = {"name": "prise", "url": "https://a.exemple.fr/", "source_type": "archipel", "owner_org": edited[named]}
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("harvest_source_create")({"user": ada}, source)
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("package_create")({"user": ada}, {**source, "type": "harvest"})


def test_the_index_is_written_by_post_only_and_by_those_who_manage_the_source(
    app: CKANTestApp, make_source: MakeSource
) -> None:
    portal = make_source()
    ada, eve, root = factories.UserWithToken(), factories.UserWithToken(), factories.SysadminWithToken()
    administered(portal, ada["name"])
    one, every = (f"/api/3/action/{name}" for name in ("harvest_source_reindex", "harvest_sources_reindex"))
    signed = {who["name"]: {"Authorization": who["token"]} for who in (ada, eve, root)}

    for who in (None, *signed.values()):
        assert app.get(f"{one}?id={portal.source_id}", headers=who).status_code == 400
        assert app.get(every, headers=who).status_code == 400

    def post(address: str, who: dict[str, str] | None, **data: str) -> int:
        return int(app.post(address, headers=who, json=data).status_code)

    answers = [post(one, signed.get(name), id=portal.source_id) for name in ("", eve["name"], ada["name"])]
    assert answers == [403, 403, 200]
    assert [post(every, signed[name]) for name in (ada["name"], root["name"])] == [403, 200]
    assert post(one, signed[root["name"]], id="nulle-part") == 404
    assert post(one, signed[root["name"]]) == 409
