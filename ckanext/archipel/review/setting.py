"""Whether an organization requires a second person: an extra of its own, which its API and forms show."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.review.rules import FIELD, is_yes


def requires_review(organization_id: str) -> bool:
    """Tell whether an organization requires a second person's agreement."""
    organization = model.Group.get(organization_id)
    return organization is not None and is_yes(organization.extras.get(FIELD))


def require_review(context: dict[str, Any], organization_id: str, *, wanted: bool) -> None:
    """Keep an organization's choice, as a field of its schema where there is one, otherwise as a free extra."""
    organization = tk.get_action("organization_show")(context, {"id": organization_id, "include_extras": True})
    value = "true" if wanted else "false"
    change: dict[str, Any] = {"id": organization["id"]}
    if _has_field(organization["type"]):
        change[FIELD] = value
    else:
        kept = [{"key": x["key"], "value": x["value"]} for x in organization["extras"] if x["key"] != FIELD]
        change["extras"] = [*kept, {"key": FIELD, "value": value}]
    tk.get_action("organization_patch")(context, change)


def _has_field(organization_type: str) -> bool:
    find = getattr(tk.h, "scheming_get_organization_schema", None)
    schema = find(organization_type) if find else None
    return schema is not None and any(field["field_name"] == FIELD for field in schema["fields"])
