"""Validators of the project schema."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.lab.references import dataset_references

MAX_LINKED_DATASETS = 100

Key = tuple[str, ...]


def archipel_linked_datasets(
    key: Key, data: dict[Key, Any], errors: dict[Key, list[str]], context: dict[str, Any]
) -> None:
    """Store as ids the datasets named; each new one must exist and be readable by who links it."""
    references = dataset_references(data.get(key))
    if len(references) > MAX_LINKED_DATASETS:
        errors[key].append(tk._("At most {limit} datasets can be linked.").format(limit=MAX_LINKED_DATASETS))
        return
    stored = _stored_references(key, data)
    ids: list[str] = []
    for reference in references:
        dataset = model.Package.get(reference)
        if dataset is not None and (dataset.id in stored or _may_link(dataset, context)):
            ids.append(dataset.id)
        elif reference not in stored:
            errors[key].append(tk._('No dataset "{reference}" on this portal.').format(reference=reference))
    data[key] = json.dumps(list(dict.fromkeys(ids)))


def archipel_not_before(start_field: str) -> Callable[..., None]:
    """Refuse a date that is before that of another field."""

    def validator(key: Key, data: dict[Key, Any], errors: dict[Key, list[str]], _context: dict[str, Any]) -> None:
        start, end = _date(data.get((start_field,))), _date(data.get(key))
        if start and end and end < start:
            errors[key].append(tk._("The end is before the start."))

    return validator


def _stored_references(key: Key, data: dict[Key, Any]) -> list[str]:
    """Return what the project already links: an editor who cannot see one of them must not lose it."""
    project_id = data.get(("id",))
    project = model.Package.get(project_id) if isinstance(project_id, str) else None
    return dataset_references(project.extras.get(key[0])) if project else []


def _may_link(dataset: model.Package, context: dict[str, Any]) -> bool:
    if dataset.type != "dataset" or dataset.state != model.State.ACTIVE:
        return False
    reader = {"user": context.get("user"), "ignore_auth": context.get("ignore_auth", False)}
    try:
        return bool(tk.check_access("package_show", reader, {"id": dataset.id}))
    except tk.NotAuthorized:
        return False


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
