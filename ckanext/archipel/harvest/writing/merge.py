"""What a harvested update keeps of the dataset already in the portal. Free of CKAN."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ckanext.archipel.vocabulary import fold

MAX_NAME = 100
OURS = frozenset({"guid", "harvest_source_id"})
ADDED_BY_HARVEST = frozenset({"harvest_object_id", "harvest_source_title"})
# What people add here and a source knows nothing about.
LOCAL_FIELDS = ("lab_theme", "territory")
# What may tell that a file is the one that was there, the surest first.
BY_ADDRESS = (("url", "name", "format"), ("url", "name"), ("url",))
BY_NAME = (("name", "format"), ("name",))
NOT_IN_NAME = re.compile(r"[^a-z0-9]+")


def merged(new: Mapping[str, Any], existing: Mapping[str, Any]) -> dict[str, Any]:
    """Return the update of an existing dataset: same identifiers and links, the source's contents."""
    kept = {key: existing[key] for key in LOCAL_FIELDS if key not in new and existing.get(key)}
    others = [
        {"key": extra["key"], "value": extra["value"]}
        for extra in existing.get("extras", [])
        if extra["key"] not in OURS | ADDED_BY_HARVEST
    ]
    return {
        **kept,
        **new,
        "id": existing["id"],
        "name": existing["name"],
        "private": existing.get("private", False),
        "groups": [{"id": group["id"]} for group in existing.get("groups", [])],
        "extras": [*others, *new.get("extras", [])],
        "resources": _same_ids(new.get("resources", []), existing.get("resources", [])),
    }


def free_name(title: str, dataset_id: str, taken: Collection[str]) -> str:
    """Return a name for a new dataset, made of its title, that no other has."""
    base = NOT_IN_NAME.sub("-", fold(title)).strip("-")[:MAX_NAME].strip("-")
    if len(base) < 2:
        base = f"jeu-de-donnees-{dataset_id[:8]}"
    if base not in taken:
        return base
    for number in range(2, len(taken) + 3):
        suffix = f"-{number}"
        name = base[: MAX_NAME - len(suffix)] + suffix
        if name not in taken:
            return name
    return f"{base[:60]}-{dataset_id}"[:MAX_NAME]


def _same_ids(new: list[dict[str, Any]], existing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each resource the identifier it had, found by its address, or else, when that moved, by its name."""
    left = [*existing]
    matched = [dict(resource) for resource in new]
    for keys in BY_ADDRESS:
        for resource in matched:
            if "id" not in resource:
                _take(resource, [old for old in left if _alike(old, resource, keys)][:1], left)
    for keys in BY_NAME:
        for resource in matched:
            # A name that several have, before or after, tells none of them.
            alone = sum("id" not in other and _alike(other, resource, keys) for other in matched) == 1
            namesakes = [old for old in left if _alike(old, resource, keys)]
            if "id" not in resource and alone and len(namesakes) == 1:
                _take(resource, namesakes, left)
    return matched


def _take(resource: dict[str, Any], found: list[dict[str, Any]], left: list[dict[str, Any]]) -> None:
    for old in found:
        resource["id"] = old["id"]
        left.remove(old)


def _alike(one: Mapping[str, Any], other: Mapping[str, Any], keys: Sequence[str]) -> bool:
    return all(one.get(key) == other.get(key) for key in keys)
