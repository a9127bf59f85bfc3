"""What the database already holds of the dataset being validated, and whether a harvest brought it."""

from typing import Any

HARVEST_MARKS = frozenset({"guid", "harvest_source_id", "harvest_object_id", "harvest_source_title"})


def stored_value(key: tuple[Any, ...], context: dict[str, Any]) -> str | None:
    """Return the text the dataset already holds for a field; nothing for a new dataset or a resource's field."""
    package = context.get("package")
    if package is None or len(key) != 1:
        return None
    if key[0] == "license_id":
        return package.license_id
    return package.extras.get(key[0])


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
