"""Reads and writes a dataset's fields wherever they are: at the root, or among the extras of an older dataset."""

from collections.abc import Iterable
from typing import Any

Dataset = dict[str, Any]


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
