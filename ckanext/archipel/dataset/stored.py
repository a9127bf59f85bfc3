"""What the database already holds of the dataset being validated, and whether a harvest brought it."""

import json
from typing import Any

from ckanext.archipel.dataset.repeating import as_dicts

HARVEST_MARKS = frozenset({"guid", "harvest_source_id", "harvest_object_id", "harvest_source_title"})


def stored_values(key: tuple[Any, ...], context: dict[str, Any]) -> frozenset[str]:
    """Return what a dataset, its resources or a group already holds for a field or a sub-field; nothing if new."""
    package = context.get("package")
    if package is None:
        group = context.get("group")
        return frozenset(_texts(group.extras.get(key[0]), key[1:])) if group is not None else frozenset()
    if key[0] != "resources":
        stored = package.license_id if key == ("license_id",) else package.extras.get(key[0])
        return frozenset(_texts(stored, key[1:]))
    if len(key) < 3:
        return frozenset()
    found = (resource.extras.get(key[2], getattr(resource, key[2], None)) for resource in package.resources)
    return frozenset(text for stored in found for text in _texts(stored, key[3:]))


def _texts(stored: object, rest: tuple[Any, ...]) -> list[str]:
    if len(rest) == 2:
        return [text for group in as_dicts(stored) for text in _texts(group.get(rest[1]), ())]
    if isinstance(stored, list):
        return [text for text in stored if isinstance(text, str)]
    return _listed(stored) if isinstance(stored, str) and not rest else []


def _listed(stored: str) -> list[str]:
    try:
        loaded = json.loads(stored) if stored.startswith("[") else [stored]
    except (ValueError, RecursionError):
        return [stored]
    return [text for text in loaded if isinstance(text, str)] if isinstance(loaded, list) else [stored]


def is_harvested(data: dict[tuple[Any, ...], Any]) -> bool:
    """Tell from flattened data whether a harvest brought the dataset: its licence is its source's choice."""
    licence = data.get(("harvest_licence",))
    if isinstance(licence, str) and licence.strip():
        return True
    return any(
        value in HARVEST_MARKS
        for key, value in data.items()
        if len(key) == 3 and key[0] == "extras" and key[2] == "key"
    )
