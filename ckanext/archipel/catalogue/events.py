"""Follows what CKAN's actions change, once it is committed."""

from collections.abc import Mapping
from typing import Any

from ckanext.archipel.catalogue.jobs import request_build

OWNER = "package_owner_org_update"
# What these do not tell, a reader notices: versions are compared at each reading.
CHANGING = frozenset(
    {
        "package_create",
        "package_update",
        "package_delete",
        "bulk_update_public",
        "organization_update",
        "organization_patch",
        OWNER,
    }
)


def after_action(sender: str, **named: Any) -> None:
    """Ask for a build when an action may have changed a dataset."""
    if changed(sender, named.get("context") or {}):
        request_build()


def changed(action: str, context: Mapping[str, Any]) -> bool:
    """Tell whether an action may have changed a dataset; the step of a save that gives it its owner is not one."""
    return action in CHANGING and not (action == OWNER and context.get("defer_commit"))
