"""Reads what the portal knows of the datasets a user may edit."""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.dashboard.work import Work, sort
from ckanext.archipel.links.state import link_states
from ckanext.archipel.quality.action import quality_of
from ckanext.archipel.validation.store import outcomes

MOST = 1000


def work_of(user_name: str, user_id: str) -> Work:
    """Gather what awaits a user, over the first thousand datasets that they may edit, the poorest first."""
    datasets = _datasets(user_name, user_id)
    files = [file for dataset in datasets for file in dataset.get("resources") or []]
    addresses = {str(file.get("url")) for file in files if file.get("url_type") != "upload"}
    broken = {address for address, state in link_states(addresses).items() if state.broken} if addresses else set()
    return sort(
        datasets, datetime.now(timezone.utc).date(), broken, _errors(files), lambda d: list(quality_of(d).missing)
    )


def _errors(files: Iterable[dict[str, Any]]) -> dict[str, int]:
    ids = [file["id"] for file in files]
    found = outcomes(ids).items() if ids else ()
    return {key: count or 1 for key, (_, valid, count) in found if valid is False}


def _datasets(user_name: str, user_id: str) -> list[dict[str, Any]]:
    context = {"user": user_name}
    held = tk.get_action("organization_list_for_user")(context, {"id": user_name, "permission": "update_dataset"})
    mine = [f'owner_org:"{organization["id"]}"' for organization in held]
    mine.append(f'creator_user_id:"{user_id}"')
    query = {
        "fq_list": ["+dataset_type:dataset", "+({})".format(" OR ".join(mine))],
        "include_private": True,
        "include_drafts": True,
        "rows": MOST,
        "sort": "archipel_mqa asc, id asc",
    }
    found: list[dict[str, Any]] = tk.get_action("package_search")({"user": user_name}, query)["results"]
    return found
