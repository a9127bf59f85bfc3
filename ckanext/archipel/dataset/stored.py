"""What the database already holds of the dataset being validated, and whether a harvest brought it."""

import json
from typing import Any

HARVEST_MARKS = frozenset({"guid", "harvest_source_id", "harvest_object_id", "harvest_source_title"})


def stored_values(key: tuple[Any, ...], context: dict[str, Any]) -> frozenset[str]:
    """Return what the dataset already holds for a field; nothing for a new dataset or a resource's field."""
    package = context.get("package")
    if package is None or len(key) != 1:
        return frozenset()
    stored = package.license_id if key[0] == "license_id" else package.extras.get(key[0])
    return frozenset(_listed(stored)) if isinstance(stored, str) else frozenset()


def _listed(stored: str) -> list[str]:
    try:
        loaded = json.loads(stored) if stored.startswith("[") else [stored]
    except ValueError:
        return [stored]
    return [text for text in loaded if isinstance(text, str)]


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
