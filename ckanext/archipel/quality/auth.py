"""Who may see the quality of a dataset: whoever may read it; of one not saved yet, anybody signed in."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

Context = dict[str, Any]
DataDict = dict[str, Any]


@tk.auth_allow_anonymous_access
def archipel_quality_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let whoever may read a dataset see its quality."""
    if "dataset" not in data_dict:
        return dict(authz.is_authorized("package_show", context, data_dict))
    if context.get("user"):
        return {"success": True}
    return {"success": False, "msg": tk._("Sign in to measure a dataset that is not saved.")}


def archipel_quality_points(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep the points for administrators, of the portal or of the organization `owner_org`: agents see what to do."""
    role = authz.users_role_for_group_or_org(data_dict.get("owner_org") or None, context.get("user"))
    return {"success": role == "admin"}


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {"archipel_quality_show": archipel_quality_show, "archipel_quality_points": archipel_quality_points}
