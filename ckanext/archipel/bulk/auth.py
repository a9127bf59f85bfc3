"""Who may change the datasets of an organization at once, and see how far that is."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.archipel.bulk import store

Context = dict[str, Any]
DataDict = dict[str, Any]


def archipel_bulk_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let the editors of an organization change its datasets; each dataset is checked again when it is changed."""
    if authz.has_user_permission_for_group_or_org(data_dict.get("organization"), context.get("user"), "update_dataset"):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the editors of this organization may change its datasets.")}


def archipel_bulk_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let the editors of an organization see its bulk changes."""
    run = store.get(str(data_dict.get("id")))
    return archipel_bulk_update(context, {"organization": run.organization if run else None})


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {"archipel_bulk_update": archipel_bulk_update, "archipel_bulk_show": archipel_bulk_show}
