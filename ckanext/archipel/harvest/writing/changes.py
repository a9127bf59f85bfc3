"""What an update changes of a dataset, field by field, for people to read. Free of CKAN."""

import json
from collections.abc import Mapping
from typing import Any

from ckanext.archipel.harvest.locks.fields import comparable, same

NOT_SHOWN = frozenset({"id", "name", "extras", "groups", "state", "type", "private", "owner_org"})
# What the portal itself notes of a file is no change of its source.
OF_A_FILE = ("name", "url", "format", "description", "mimetype", "size", "license", "issued", "modified")
LONGEST = 2000


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the fields that differ, each with its value before and after."""
    names = sorted({*after, *(name for name in before if name in after)} - NOT_SHOWN)
    pairs = ((name, _shown(name, before.get(name)), _shown(name, after.get(name))) for name in names)
    return [
        {"field": name, "before": _short(old), "after": _short(new)} for name, old, new in pairs if not same(old, new)
    ]


def _shown(name: str, value: Any) -> Any:
    if name == "resources" and isinstance(value, list):
        return [{key: file[key] for key in OF_A_FILE if file.get(key)} for file in value]
    return comparable(value)


def _short(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= LONGEST else text[:LONGEST] + "…"
