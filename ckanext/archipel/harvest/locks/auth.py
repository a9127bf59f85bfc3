"""Who may lock fields: whoever may edit the dataset."""

from typing import Any

import ckan.plugins.toolkit as tk

Context = dict[str, Any]
DataDict = dict[str, Any]


def archipel_harvest_lock(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let those who may edit a dataset lock its fields, and see which are."""
    try:
        tk.check_access("package_update", context, {"id": data_dict["id"]})
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {"archipel_harvest_lock": archipel_harvest_lock}
