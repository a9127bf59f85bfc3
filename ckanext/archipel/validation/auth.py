"""Who may read the report on a file, and ask for a new check."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

Context = dict[str, Any]
DataDict = dict[str, Any]


@tk.auth_allow_anonymous_access
def archipel_validation_report_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let whoever may read a file read the report on it."""
    return dict(authz.is_authorized("resource_show", context, data_dict))


def archipel_validation_run(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let whoever may change a file ask for a new check."""
    return dict(authz.is_authorized("resource_update", context, data_dict))


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {
        "archipel_validation_report_show": archipel_validation_report_show,
        "archipel_validation_run": archipel_validation_run,
    }
