"""Who may look territories up: anybody, for they are public data."""

from typing import Any

import ckan.plugins.toolkit as tk


@tk.auth_allow_anonymous_access
def archipel_territory_autocomplete(context: dict[str, Any], data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let anybody look territories up."""
    return {"success": True}


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {"archipel_territory_autocomplete": archipel_territory_autocomplete}
