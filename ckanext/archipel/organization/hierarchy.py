"""Which organization depends on which: a declared link that gives no right, unlike CKAN's own hierarchy."""

from collections.abc import Iterator

from ckan import model

FIELD = "parent"


def above(organization: model.Group) -> list[str]:
    """Return the id of an organization and of those it depends on, nearest first, each once."""
    return list(dict.fromkeys(_climb(organization)))


def _climb(organization: model.Group | None) -> Iterator[str]:
    seen: set[str] = set()
    while organization is not None and organization.id not in seen:
        seen.add(organization.id)
        yield organization.id
        parent = organization.extras.get(FIELD)
        organization = model.Group.get(parent) if parent else None
