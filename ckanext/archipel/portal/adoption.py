"""Writes a dataset made with CKAN's own schema, or with ckanext-dcat's, in the fields of the regional schema."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from ckanext.archipel.dataset.fields import (
    clean_url,
    normalise_date,
    normalise_language,
    normalise_term,
    normalise_territory,
)
from ckanext.archipel.portal.legacy import GROUPS, NEVER_REMOVED, PREFIXES, RENAMED, SET_ASIDE, WORDS

Record = dict[str, Any]

LISTS = {"theme", "conforms_to", "hvd_category", "language", "lab_theme", "territory"}
DATES = {"issued", "modified", "start", "end"}
CODES = {
    "frequency": "frequency",
    "access_rights": "access_right",
    "resource_type": "resource_type",
    "availability": "availability",
    "hash_algorithm": "checksum_algorithm",
}


@dataclass
class Adoption:
    """What a dataset becomes, the extras it keeps, and in French what that changes."""

    dataset: Record
    extras: Record
    changes: list[str] = field(default_factory=list)

    def as_dataset(self) -> Record:
        """Return the dataset as `package_update` takes it."""
        return {**self.dataset, "extras": [{"key": key, "value": value} for key, value in self.extras.items()]}

    def set_aside(self, name: str) -> None:
        """Move a value that the schema refuses into an extra of its own, so that nothing is lost."""
        value = self.dataset.pop(name)
        kept = name + SET_ASIDE
        self.extras[kept] = as_text(value)
        self.changes.append(f"{name} : {value!r} est refusé par le schéma, gardé dans l'extra {kept}")

    def set_aside_in_resource(self, position: int, name: str) -> None:
        """Do the same with a value of a resource."""
        resource = self.dataset["resources"][position]
        kept = name + SET_ASIDE
        resource[kept] = as_text(resource.pop(name))
        self.changes.append(f"ressource {resource.get('id')}, {name} : refusé par le schéma, gardé dans {kept}")


def adopt(stored: Record, fields: Collection[str]) -> Adoption:
    """Move what `stored` (a dataset seen through CKAN's default schema) holds in extras into our fields."""
    extras = {extra["key"]: extra["value"] for extra in stored.get("extras", [])}
    result = Adoption({key: value for key, value in stored.items() if key != "extras"}, extras)
    for name, old in RENAMED.items():
        if extras.get(old) and not extras.get(name):
            result.changes.append(f"{old} → {name}")
            extras[name] = extras[old] if old in NEVER_REMOVED else extras.pop(old)
    for group in GROUPS:
        _adopt_group(result, group)
    for name in [name for name in extras if name in fields]:
        before = loaded(extras.pop(name))
        _set(result, name, _value(name, before), before)
    _guess_territory(result)
    result.dataset["resources"] = [_resource(resource, result) for resource in stored.get("resources", [])]
    return result


def as_text(value: object) -> str:
    """Write a value as an extra holds it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def loaded(value: object) -> object:
    """Return the list or object that a text holds as JSON, or the value itself."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _set(result: Adoption, name: str, value: object, before: object) -> None:
    if value in (None, "", []):
        return
    result.dataset[name] = value
    if value != before:
        result.changes.append(f"{name} : {before!r} → {value!r}")


def _adopt_group(result: Adoption, group: str) -> None:
    if result.extras.get(group):
        before = loaded(result.extras.pop(group))
        items = before if isinstance(before, list) else [before]
        _set(result, group, [item for item in (_known(group, item, result.extras) for item in items) if item], before)
        return
    item, used = {}, []
    for sub, sources in GROUPS[group].items():
        found = {name: result.extras.get(name) or result.dataset.get(name) for name in sources}
        source = next((name for name, value in found.items() if value and _fits(sub, value)), None)
        if source:
            used.append(source)
            item[sub] = _value(sub, found[source])
            result.extras.pop(source, None)
    if item:
        result.dataset[group] = [item]
        result.changes.append(f"{', '.join(used)} → {group}")


def _known(group: str, item: object, extras: Record) -> Record:
    """Keep the sub-fields of our schema; those that only ckanext-dcat knows become extras."""
    prefix = PREFIXES.get(group, group)
    if not isinstance(item, dict):
        item = {WORDS.get(group, SET_ASIDE.strip("_")): str(item)}
    known = {sub: _value(sub, value) for sub, value in item.items() if sub in GROUPS[group] and _fits(sub, value)}
    for sub, value in item.items():
        if not value or sub in known:
            continue
        home = next((ours for ours, names in GROUPS[group].items() if f"{prefix}_{sub}" in names), None)
        if home and home not in known:
            known[home] = value
        else:
            extras.setdefault(f"{prefix}_{sub}", as_text(value))
    return known


def _fits(sub: str, value: object) -> bool:
    if sub in {"geom", "bbox", "centroid"}:
        return isinstance(loaded(value), dict)
    return clean_url(str(value)) is not None if sub in {"uri", "url"} else bool(value)


def _value(name: str, value: object) -> object:
    """Write a value as our schema does; one we do not understand stays as it is."""
    if name in LISTS:
        texts = value if isinstance(value, list) else str(value).split(",")
        items = [str(text).strip() for text in texts if str(text).strip()]
        return list(dict.fromkeys(normalise_language(text) or text for text in items)) if name == "language" else items
    if not isinstance(value, str):
        return value
    if name in DATES:
        return normalise_date(value) or value
    return (normalise_term(CODES[name], value) or value) if name in CODES else value


def _guess_territory(result: Adoption) -> None:
    if result.dataset.get("territory"):
        return
    places = result.dataset.get("spatial_coverage", [])
    texts = [str(place[sub]) for place in places for sub in ("uri", "text") if place.get(sub)]
    zones = list(dict.fromkeys(zone for zone in map(normalise_territory, texts) if zone))
    _set(result, "territory", zones, None)


def _resource(stored: Record, result: Adoption) -> Record:
    resource = dict(stored)
    for name in (*CODES, "issued", "modified", "conforms_to"):
        if not stored.get(name):
            continue
        before = loaded(stored[name])
        resource[name] = _value(name, before)
        if resource[name] != before:
            result.changes.append(f"ressource {stored.get('id')}, {name} : {before!r} → {resource[name]!r}")
    return resource
