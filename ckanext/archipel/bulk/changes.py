"""What a bulk change gives to a dataset, and what it would replace. Free of CKAN."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FIELDS = ("contact", "license_id", "frequency")
CONTACT_PARTS = ("name", "email", "url")
HARVESTED = frozenset({"harvest_source_id", "harvest_object_id", "guid"})


@dataclass(frozen=True)
class Replaced:
    """A field, what it holds and what it would hold."""

    field: str
    before: Any
    after: Any


def wanted(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the fields that a bulk change fills in: what is left blank stays as each dataset has it."""
    given = {name: _tidy(sent.get(name)) for name in FIELDS}
    return {name: value for name, value in given.items() if value}


def replaced(dataset: Mapping[str, Any], changes: Mapping[str, Any]) -> list[Replaced]:
    """List the fields of a dataset that would change."""
    found = (Replaced(name, _tidy(dataset.get(name)), after) for name, after in changes.items())
    return [each for each in found if each.before != each.after]


def is_harvested(dataset: Mapping[str, Any]) -> bool:
    """Tell whether a dataset came by harvest: its next harvest would undo the change."""
    extras = dataset.get("extras") or []
    return bool(dataset.get("harvest_licence")) or any(extra.get("key") in HARVESTED for extra in extras)


def texts(problem: Any) -> Iterator[str]:
    """List the messages of a validation error, however deep they are."""
    if isinstance(problem, Mapping):
        for part in problem.values():
            yield from texts(part)
    elif isinstance(problem, list | tuple):
        for part in problem:
            yield from texts(part)
    elif problem:
        yield str(problem)


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, list):
        return None
    people = [
        {part: text for part in CONTACT_PARTS if (text := str(person.get(part) or "").strip())}
        for person in value
        if isinstance(person, Mapping)
    ]
    return [person for person in people if person]
