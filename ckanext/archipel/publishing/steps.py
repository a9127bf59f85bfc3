"""The steps of a publication: the pages of the schema, then the files, then the check. Free of CKAN."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

FILES, CHECK = "files", "check"
Kind = Literal["page", "files", "check"]


@dataclass(frozen=True)
class Step:
    """One step: what it is, its page in the schema when it is one, its title in each language."""

    kind: Kind
    page: int
    title: Any


def steps(pages: Sequence[Mapping[str, Any]], files_title: str, check_title: str) -> list[Step]:
    """List the steps in order."""
    described = [Step("page", number, page["title"]) for number, page in enumerate(pages, 1)]
    return [*described, Step("files", 0, files_title), Step("check", 0, check_title)]


def page_of(field_name: str, pages: Sequence[Mapping[str, Any]]) -> int | None:
    """Return the number of the page where a field is filled in, none when the form does not show it."""
    wanted = {"tags": "tag_string"}.get(field_name, field_name)
    for number, page in enumerate(pages, 1):
        if any(field["field_name"] == wanted for field in page["fields"]):
            return number
    return None


def next_page(wish: str, page: int, last: int) -> int | None:
    """Return the page that follows a saved one; none for the list of files, which comes after the last page."""
    if wish == "previous":
        return max(page - 1, 1)
    return page + 1 if page < last else None


@dataclass(frozen=True)
class Part:
    """Fields that stand together in a page: a foldable group, or a field outside of any."""

    fields: Sequence[Mapping[str, Any]]
    group: Mapping[str, Any] | None = None
    is_open: bool = False


def parts(
    fields: Sequence[Mapping[str, Any]],
    groups: Sequence[Mapping[str, Any]],
    data: Mapping[str, Any],
    errors: Mapping[str, Any],
) -> list[Part]:
    """Lay out the fields of a page: each group where its first field stands, open when it has something to say."""
    known = {group["name"]: group for group in groups}
    found: list[Part] = []
    done: set[str] = set()
    for field in fields:
        name = field.get("archipel_group")
        if name not in known:
            found.append(Part([field]))
        elif name is not None and name not in done:
            done.add(name)
            members = [member for member in fields if member.get("archipel_group") == name]
            found.append(Part(members, known[name], _opens(members, known[name], data, errors)))
    return found


def _opens(
    members: Sequence[Mapping[str, Any]],
    group: Mapping[str, Any],
    data: Mapping[str, Any],
    errors: Mapping[str, Any],
) -> bool:
    names = [member["field_name"] for member in members]
    if any(errors.get(name) or _is_filled(data.get(name)) for name in names):
        return True
    condition = group.get("shown_when")
    if not condition:
        return False
    value = data.get(condition["field"])
    return value in condition["in"] if condition.get("in") else _is_filled(value)


def _is_filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_filled(part) for part in value.values())
    if isinstance(value, list):
        return any(_is_filled(part) for part in value)
    return bool(value)
