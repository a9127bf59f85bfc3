"""What the pages of harvests show of moments, addresses, fields and origins."""

import json
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from babel import Locale
from babel.dates import format_datetime

from ckanext.archipel.bulk.helpers import archipel_bulk_value
from ckanext.archipel.harvest.values import web_address

__all__ = [
    "archipel_harvest_address",
    "archipel_harvest_field",
    "archipel_harvest_may_manage",
    "archipel_harvest_moment",
    "archipel_harvest_origin",
    "archipel_harvest_value",
]


def archipel_harvest_moment(text: str | None) -> str:
    """Return a moment of the API as readers write it."""
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    # What ckanext-harvest notes is in UTC without saying so.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    shown = aware.astimezone(tk.h.get_display_timezone())
    return format_datetime(shown, "d MMMM yyyy, HH:mm", locale=Locale.parse(tk.h.lang(), sep="_"))


def archipel_harvest_address(text: str) -> str:
    """Return the web address that an identifier is, if it is one."""
    return web_address(text) or ""


def archipel_harvest_field(name: str) -> str:
    """Return the label of a field of a dataset."""
    fields = tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]
    field = tk.h.scheming_field_by_name(fields, "tag_string" if name == "tags" else name)
    if field:
        return str(tk.h.scheming_language_text(field["label"]))
    return tk._("Files") if name == "resources" else name


def archipel_harvest_value(name: str, value: Any) -> str:
    """Return the value of a field in words: names of keywords, labels, the parts of what has several."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        parts = (", ".join(map(_text, each.values())) if isinstance(each, dict) else _text(each) for each in value)
        return " ; ".join(parts)
    return archipel_bulk_value(name, value) if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def archipel_harvest_origin(dataset_id: str) -> dict[str, Any] | None:
    """Tell where a dataset comes from, if it was harvested."""
    try:
        origin = tk.get_action("archipel_harvest_origin_show")({"user": tk.current_user.name}, {"id": dataset_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return origin if origin["sources"] else None


def archipel_harvest_may_manage() -> bool:
    """Tell whether the user administers an organization, or the portal."""
    if not tk.current_user.is_authenticated:
        return False
    organizations = tk.get_action("organization_list_for_user")({"user": tk.current_user.name}, {"permission": "admin"})
    return bool(tk.current_user.sysadmin or organizations)
