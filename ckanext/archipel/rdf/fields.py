"""Reads and writes a dataset's fields wherever they are: at the root, or among the extras of an older dataset."""

from collections.abc import Iterable
from typing import Any

Dataset = dict[str, Any]
TEXTS = ("title", "name", "notes", "description")


def field(dataset: Dataset, key: str) -> object:
    """Return a field's value, looked for where ckanext-dcat looks for it."""
    if key in dataset:
        return dataset[key]
    for extra in dataset.get("extras") or []:
        if extra.get("key") in (key, f"dcat_{key}"):
            return extra.get("value")
    return None


def put(dataset: Dataset, key: str, value: object) -> None:
    """Set a field at the root, or remove it everywhere when it has no acceptable value."""
    drop(dataset, (key,))
    if value not in (None, "", []):
        dataset[key] = value


def drop(dataset: Dataset, keys: Iterable[str]) -> None:
    """Remove fields from the root and from the extras."""
    names = {name for key in keys for name in (key, f"dcat_{key}")}
    for key in keys:
        dataset.pop(key, None)
    if dataset.get("extras"):
        dataset["extras"] = [extra for extra in dataset["extras"] if extra.get("key") not in names]


def without_nulls(dataset: Dataset) -> Dataset:
    """Return a copy without the values that are the JSON of nothing, where stock ckanext-dcat expects a list."""
    kept = _filled(dataset)
    if "extras" in dataset:
        kept["extras"] = [extra for extra in dataset.get("extras") or [] if not _is_null(extra.get("value"))]
    if "resources" in dataset:
        kept["resources"] = [_filled(file) for file in dataset["resources"] or []]
    return kept


def _filled(group: Dataset) -> Dataset:
    return {key: value for key, value in group.items() if key in TEXTS or not _is_null(value)}


def _is_null(value: object) -> bool:
    return isinstance(value, str) and value.strip() == "null"
