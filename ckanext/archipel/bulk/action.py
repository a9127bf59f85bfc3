"""Gives the same contact, licence or frequency to many datasets, or tells what that would change."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.bulk import apply, store
from ckanext.archipel.bulk.changes import replaced, wanted

Context = dict[str, Any]
DataDict = dict[str, Any]
MOST = 500


def archipel_bulk_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change `contact`, `license_id`, `frequency` of the datasets `ids` of an `organization`; `dry_run` only tells."""
    organization = _organization(data_dict)
    tk.check_access("archipel_bulk_update", context, {"organization": organization.id})
    changes = wanted(data_dict)
    if not changes:
        raise tk.ValidationError({"changes": [tk._("Say what to change: contact, license or frequency.")]})
    ids = _ids(data_dict)
    user = context["user"]
    if tk.asbool(data_dict.get("dry_run", False)):
        return _foreseen(organization.id, ids, changes, user)
    run_id = store.create(organization.id, user, ids, changes)
    apply.start(run_id)
    return _described(run_id)


@tk.side_effect_free
def archipel_bulk_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how far the bulk change `id` is, and what became of each dataset."""
    run_id = str(tk.get_or_bust(data_dict, "id"))
    tk.check_access("archipel_bulk_show", context, {"id": run_id})
    return _described(run_id)


def datasets_of(organization_id: str, user: str, ids: Collection[str] = ()) -> list[dict[str, Any]]:
    """List the datasets of an organization that a user sees, drafts included, by title; all, or those of the ids."""
    fq = [f'+owner_org:"{organization_id}"', "+dataset_type:dataset"]
    if ids:
        fq.append("+id:({})".format(" OR ".join(f'"{dataset_id}"' for dataset_id in ids)))
    query = {"fq_list": fq, "include_private": True, "include_drafts": True, "rows": MOST, "sort": "title_string asc"}
    return list(tk.get_action("package_search")({"user": user}, query)["results"])


def _foreseen(organization_id: str, ids: list[str], changes: DataDict, user: str) -> dict[str, Any]:
    datasets = datasets_of(organization_id, user, ids)
    errors = apply.refusals(datasets, organization_id, changes, user)
    refused = {outcome.dataset for outcome in errors}
    found = {each["id"]: replaced(each, changes) for each in datasets if each["id"] not in refused}
    titles = {each["id"]: each.get("title") or each["name"] for each in datasets}
    return {
        "changed": [
            {"dataset": key, "title": titles[key], "fields": [asdict(each) for each in fields]}
            for key, fields in found.items()
            if fields
        ],
        "unchanged": [{"dataset": key, "title": titles[key]} for key, fields in found.items() if not fields],
        "errors": [asdict(outcome) for outcome in errors],
    }


def _organization(data_dict: DataDict) -> Any:
    name = tk.get_or_bust(data_dict, "organization")
    found = model.Group.get(name) if isinstance(name, str) and "\0" not in name else None
    if found is None or not found.is_organization or found.state != "active":
        raise tk.ObjectNotFound(tk._("Organization not found"))
    return found


def _ids(data_dict: DataDict) -> list[str]:
    given = data_dict.get("ids")
    asked = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    packages = [model.Package.get(each) for each in asked[: MOST + 1] if isinstance(each, str) and "\0" not in each]
    ids = list(dict.fromkeys(package.id for package in packages if package is not None))
    if not ids:
        raise tk.ValidationError({"ids": [tk._("Choose at least one dataset.")]})
    if len(asked) > MOST:
        raise tk.ValidationError({"ids": [tk._("Choose {most} datasets at most.").format(most=MOST)]})
    return ids


def _described(run_id: str) -> dict[str, Any]:
    found = store.get(run_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("This bulk change does not exist, or no longer."))
    return found.to_dict()


def get_actions() -> dict[str, Any]:
    """Return the actions."""
    return {"archipel_bulk_update": archipel_bulk_update, "archipel_bulk_show": archipel_bulk_show}
