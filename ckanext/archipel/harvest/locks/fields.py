"""Which fields can be locked, and what a harvest makes of them. Free of CKAN."""

import json
from collections.abc import Collection, Mapping
from typing import Any

# What ties a dataset to its source and its place here is nobody's to lock; each file would need a lock of its own.
UNLOCKABLE = frozenset(
    {"id", "name", "type", "state", "private", "owner_org", "extras", "resources", "groups", "harvest_licence"}
)


def kept(new: Mapping[str, Any], existing: Mapping[str, Any], locked: Collection[str]) -> dict[str, Any]:
    """Return the harvested dataset with the locked fields as they are here."""
    local = {name: comparable(existing.get(name)) for name in locked}
    return {**{key: value for key, value in new.items() if key not in locked}, **_present(local)}


def differences(new: Mapping[str, Any], existing: Mapping[str, Any], locked: Collection[str]) -> dict[str, Any]:
    """Return what the source says of the locked fields where it is not what the portal keeps."""
    return {name: new.get(name) for name in locked if not same(new.get(name), existing.get(name))}


def same(one: Any, other: Any) -> bool:
    """Tell whether two values mean the same, whatever CKAN added to the stored one."""
    return _text(one) == _text(other)


def comparable(value: Any) -> Any:
    """Return a stored value as it would be harvested: of keywords, only their names."""
    if not isinstance(value, list) or not value or not all(isinstance(entry, Mapping) for entry in value):
        return value
    if "vocabulary_id" not in value[0] and set(value[0]) != {"name"}:
        return value
    return [{"name": name} for name in sorted(str(entry.get("name")) for entry in value)]


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _text(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    simple = comparable(value)
    if isinstance(simple, list):
        entries = [{k: v for k, v in e.items() if v} if isinstance(e, Mapping) else e for e in simple]
        return json.dumps(sorted(json.dumps(e, sort_keys=True, default=str) for e in entries))
    return json.dumps(simple, sort_keys=True, default=str)
