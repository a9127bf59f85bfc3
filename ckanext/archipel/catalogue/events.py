"""Follows what CKAN's actions change, once it is committed."""

from typing import Any

from ckanext.archipel.catalogue.jobs import request_build

# What these do not tell, a reader notices: versions are compared at each reading.
CHANGING = frozenset(
    {
        "package_create",
        "package_update",
        "package_delete",
        "bulk_update_public",
        "organization_update",
        "organization_patch",
        "package_owner_org_update",
    }
)


def after_action(sender: str, **_: Any) -> None:
    """Ask for a build when an action may have changed a dataset."""
    if sender in CHANGING:
        request_build()
