"""Who may see what data.gouv.fr makes of the datasets of an organization."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

Context = dict[str, Any]
DataDict = dict[str, Any]


def archipel_datagouv_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let the editors of an organization see it, since they can mend it."""
    if authz.has_user_permission_for_group_or_org(data_dict.get("organization"), context.get("user"), "update_dataset"):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the editors of this organization may see this page.")}


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {"archipel_datagouv_check": archipel_datagouv_check}
