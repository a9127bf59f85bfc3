"""Template helpers: the organizations a form offers, and how a stored one is named."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

__all__ = ["archipel_parent_choices", "archipel_shown_fields"]

# CKAN's own page of an organization or a group already shows these.
SHOWN_ELSEWHERE = frozenset({"title", "name", "description", "image_url"})


def archipel_parent_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """List the organizations of the portal by title."""
    query = model.Session.query(model.Group.id, model.Group.title, model.Group.name)
    rows = query.filter(model.Group.is_organization, model.Group.state == "active").order_by(model.Group.title)
    return [{"value": identifier, "label": title or name} for identifier, title, name in rows]


def archipel_shown_fields(kind: str, group: dict[str, Any]) -> list[dict[str, Any]]:
    """List the fields of an organization's or a group's schema that say something CKAN's page does not show."""
    find = getattr(tk.h, f"scheming_get_{kind}_schema")
    schema = find(group.get("type") or kind) or {}
    fields = schema.get("fields", [])
    return [f for f in fields if f["field_name"] not in SHOWN_ELSEWHERE and group.get(f["field_name"])]
