"""Harvest sources write whole catalogues into an organisation: only its administrators may set and run them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.harvest import settings

Context = dict[str, Any]
DataDict = dict[str, Any]
Answer = Mapping[str, Any]
Auth = Callable[[Context, DataDict | None], Answer]


@tk.chained_auth_function
def package_create(next_: Auth, context: Context, data_dict: DataDict | None) -> Answer:
    """Let only administrators of an organisation give it a harvest source."""
    answer = next_(context, data_dict)
    data = data_dict or {}
    if answer["success"] and data.get("type") == "harvest" and data.get("owner_org"):
        return _for_administrators(context, {*_owner(data), *_given_to(data)})
    return answer


@tk.chained_auth_function
def package_update(next_: Auth, context: Context, data_dict: DataDict | None) -> Answer:
    """Let only administrators of its organisation change, run or delete a harvest source, or give it to another."""
    answer = next_(context, data_dict)
    if not answer["success"]:
        return answer
    package = context.get("package") or model.Package.get((data_dict or {}).get("id"))
    if package is not None and package.type == "harvest" and package.owner_org:
        source = HarvestSource.get(package.id)
        # What somebody else rightly set before stays.
        given = _given_to(data_dict or {}) - _given_to({"config": source.config if source else ""})
        return _for_administrators(context, {package.owner_org, *_owner(data_dict or {}), *given})
    return answer


def _owner(data: Mapping[str, Any]) -> set[str]:
    """Return the organization, by id or name, that is sent as the owner of a source."""
    return {str(data["owner_org"])} if data.get("owner_org") else set()


def _given_to(data: Mapping[str, Any]) -> set[str]:
    """Return the organizations that a source is to give datasets to, by whichever way its configuration is sent."""
    sent = [extra.get("value") for extra in as_dicts(data.get("extras")) if extra.get("key") == "config"]
    return {each for config in (data.get("config"), *sent) for each in settings.organizations_of(str(config or ""))}


def _for_administrators(context: Context, organisation_ids: Collection[str]) -> Answer:
    for organisation_id in organisation_ids:
        organisation = model.Group.get(organisation_id)
        role = authz.users_role_for_group_or_org(organisation.id if organisation else None, context.get("user"))
        if role != "admin":
            message = tk._("Only administrators of the organization may manage its harvest sources.")
            return {"success": False, "msg": message}
    return {"success": True}


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions of the plugin."""
    return {"package_create": package_create, "package_update": package_update}
