"""Organizations whose feed was read: data.gouv.fr must find an empty catalogue, not an error, once one is purged."""

import sqlalchemy as sa
from ckan import model

REMEMBER = """
    INSERT INTO archipel_known_organization (organization_id, title) VALUES (:id, :title)
    ON CONFLICT (organization_id) DO UPDATE SET title = excluded.title
"""
TITLE = "SELECT title FROM archipel_known_organization WHERE organization_id = :id"
_remembered: dict[str, str] = {}


def remember(organization_id: str, title: str) -> None:
    """Keep the title of an organization whose feed is read, written once a process and at each new title."""
    if _remembered.get(organization_id) != title:
        with model.meta.engine.begin() as connection:
            connection.execute(sa.text(REMEMBER), {"id": organization_id, "title": title})
        _remembered[organization_id] = title


def title_of(organization_id: str) -> str | None:
    """Return the last title of an organization whose feed was read, whatever became of it."""
    found = model.Session.execute(sa.text(TITLE), {"id": organization_id}).scalar()
    return None if found is None else str(found)
