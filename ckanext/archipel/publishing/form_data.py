"""What a page of the form sent, as the API would write it. Free of CKAN."""

from collections.abc import Iterable
from typing import Any, Protocol

Field = dict[str, Any]


class Sent(Protocol):
    """The values of a form: werkzeug's `MultiDict`."""

    def getlist(self, key: str) -> list[str]:
        """Return all the values sent under a name."""

    def __iter__(self) -> Any:
        """Iterate over the names."""


def read(fields: Iterable[Field], sent: Sent) -> dict[str, Any]:
    """Read every field of a page, those left empty included: a patch would keep what the agent has erased."""
    data: dict[str, Any] = {}
    for field in fields:
        name = field["field_name"]
        if "repeating_subfields" in field:
            data[name] = _groups(field, sent)
        elif field.get("form_snippet", "") is not None:
            values = [value.strip() if len(value) < 200 else value for value in sent.getlist(name)]
            data[name] = values[0] if len(values) == 1 else [value for value in values if value] or ""
    return data


def _groups(field: Field, sent: Sent) -> list[dict[str, str | list[str]]]:
    prefix = f"{field['field_name']}-"
    numbers = {name[len(prefix) :].split("-")[0] for name in sent if name.startswith(prefix)}
    groups = []
    for number in sorted((n for n in numbers if n.isdecimal() and n.isascii() and len(n) < 4), key=int):
        names = [sub["field_name"] for sub in field["repeating_subfields"]]
        group = {name: _subfield(sent.getlist(f"{prefix}{number}-{name}")) for name in names}
        if any(group.values()):
            groups.append(group)
    return groups


def _subfield(values: list[str]) -> str | list[str]:
    """Return the only value, or all of them, each at its place: the sides of a rectangle have one name."""
    stripped = [value.strip() for value in values]
    if len(stripped) > 1 and any(stripped):
        return stripped
    return stripped[0] if stripped else ""
