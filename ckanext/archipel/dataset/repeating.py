"""Repeating fields: lists of groups of sub-fields, however they were stored. Free of CKAN."""

import json
from collections.abc import Mapping
from typing import Any

from ckanext.archipel.dataset.dates import normalise_date

Groups = list[dict[str, Any]]

# The sub-field that holds a plain text found where the groups of a repeating field were expected.
TEXT_GOES_TO = {"publisher": "name", "contact": "name", "spatial_coverage": "text"}


def is_filled(value: object) -> bool:
    """Tell whether a value says something: a form stores the groups left blank as groups of blanks."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return any(is_filled(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(is_filled(part) for part in value)
    return value is not None


def as_dicts(value: object) -> Groups:
    """Return the groups of a repeating field that say something, from a list, a single group or the JSON of either."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    entries = value if isinstance(value, list) else [value]
    return [dict(entry) for entry in entries if isinstance(entry, Mapping) and is_filled(entry)]


def is_groups(text: object) -> bool:
    """Tell whether a stored text is the JSON of a list of groups, the only thing ckanext-scheming can read."""
    try:
        loaded = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return False
    return isinstance(loaded, list) and all(isinstance(entry, dict) for entry in loaded)


def groups_of_text(field: str, text: str) -> Groups:
    """Return the groups that a plain text stands for: a name, a place, a period; none when it cannot be one."""
    if found := as_dicts(text):
        return found
    if field in TEXT_GOES_TO:
        key = (
            "email" if field == "contact" and text.count("@") == 1 and " " not in text.strip() else TEXT_GOES_TO[field]
        )
        return [{key: text.strip()}] if text.strip() else []
    if field == "temporal_coverage":
        start, _, end = text.partition("/")
        bounds = {"start": normalise_date(start), "end": normalise_date(end) if end.strip() else None}
        readable = bounds["start"] and (bounds["end"] or not end.strip())
        return [{key: day for key, day in bounds.items() if day}] if readable else []
    return []
