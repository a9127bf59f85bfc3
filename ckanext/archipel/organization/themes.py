"""One group for each of the lab's themes, in which the datasets of the theme are found."""

import re
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.plugins import plugin_loaded

from ckanext.archipel.dataset.search import texts
from ckanext.archipel.vocabulary import Term, vocabulary

FIELD = "lab_theme"


def missing_groups() -> list[Term]:
    """List the themes whose name no group or organization bears yet, deleted ones included."""
    taken = {name for (name,) in model.Session.query(model.Group.name)}
    return [term for term in vocabulary("lab_themes").terms if term.id not in taken]


def create_group(term: Term) -> None:
    """Create the group of a theme."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    group = {"name": term.id, "title": term.fr, "extras": [{"key": FIELD, "value": term.id}]}
    if _has_field():
        del group["extras"]
        group[FIELD] = term.id
    tk.get_action("group_create")({"user": user, "ignore_auth": True}, group)


def index_themes(document: dict[str, Any]) -> dict[str, Any]:
    """Have a dataset found in the groups of its themes, beside those it was put in."""
    themes = [theme for theme in texts(document.get(FIELD)) if vocabulary("lab_themes").get(theme)]
    if themes:
        document["groups"] = sorted({*(document.get("groups") or []), *_groups_of(themes)})
    return document


def theme_of(group: model.Group) -> str:
    """Return the theme that a group is of, empty when it is of none."""
    theme = str(group.extras.get(FIELD) or "")
    return theme if vocabulary("lab_themes").get(theme) else ""


def of_theme() -> str:
    """Return the SQL condition on `package p` that its themes match `:theme`; see `theme_pattern`."""
    # CKAN 2.12 keeps the additional fields in the row itself.
    if tk.check_ckan_version(min_version="2.12"):
        return f"p.extras ->> '{FIELD}' ~ :theme"
    return f"""EXISTS (
        SELECT 1 FROM package_extra e
        WHERE e.package_id = p.id AND e.key = '{FIELD}' AND e.state = 'active' AND e.value ~ :theme)"""  # noqa: S608


def theme_pattern(theme: str) -> str:
    """Return the regular expression that finds a theme in the list that a dataset holds."""
    return f"(^|[^a-z0-9-]){re.escape(theme)}($|[^a-z0-9-])"


def _groups_of(themes: list[str]) -> list[str]:
    # CKAN 2.12 keeps the additional fields in the row itself.
    if tk.check_ckan_version(min_version="2.12"):
        of_theme = model.Group.extras[FIELD].astext.in_(themes)
    else:
        extra = model.GroupExtra
        of_theme = model.Group._extras.any((extra.key == FIELD) & (extra.state == "active") & extra.value.in_(themes))
    groups = model.Session.query(model.Group.name).filter(~model.Group.is_organization, model.Group.state == "active")
    return [name for (name,) in groups.filter(of_theme)]


def _has_field() -> bool:
    schema = tk.h.scheming_get_group_schema("group") if plugin_loaded("scheming_groups") else None
    return schema is not None and any(field["field_name"] == FIELD for field in schema["fields"])
