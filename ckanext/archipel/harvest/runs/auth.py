"""Who may see and decide on runs: whoever may change their source."""

from typing import Any

import ckan.plugins.toolkit as tk

Context = dict[str, Any]
DataDict = dict[str, Any]


def archipel_harvest_run_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let those who manage a source see its runs."""
    try:
        tk.check_access("harvest_source_update", context, {"id": data_dict["source_id"]})
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}


def archipel_harvest_run_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let those who manage a source stop its runs, and decide on what they would remove."""
    return archipel_harvest_run_show(context, data_dict)


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {
        "archipel_harvest_run_show": archipel_harvest_run_show,
        "archipel_harvest_run_update": archipel_harvest_run_update,
    }
