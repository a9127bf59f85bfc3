"""The gate: nothing is published without a second person where an organization requires it, by form or API."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.archipel.review.rules import REVIEWED_TYPE, Situation, asked_state, publishes
from ckanext.archipel.review.setting import requires_review

Data = dict[str, Any]


def check(context: Data, sent: Data, before: Situation) -> None:
    """Refuse a change that publishes without the agreement it needs."""
    if is_exempt(context):
        return
    after = Situation(asked_state(sent, before), _organization_id(sent.get("owner_org")) or before.organization)
    if publishes(before, after) and after.organization and requires_review(after.organization):
        raise tk.ValidationError({"state": [refusal(tk.h.get_organization(after.organization))]})


def is_exempt(context: Data) -> bool:
    """Tell whether a change comes from an administrator of the portal or from the portal itself."""
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user") or "")


def refusal(organization: Data | None) -> str:
    """Say why a dataset is not published, and what to do."""
    title = (organization or {}).get("title") or (organization or {}).get("name") or ""
    message = tk._(
        "“{organization}” requires a second person’s agreement before publication: save the dataset as a draft, "
        "then ask for its validation."
    )
    return str(message.format(organization=title))


@tk.chained_action
def package_create(next_: Any, context: Data, data_dict: Data) -> Any:
    """Create a dataset, unless that would publish it without the agreement it needs."""
    if (data_dict.get("type") or REVIEWED_TYPE) == REVIEWED_TYPE:
        check(context, data_dict, Situation())
        if data_dict.get("state") == "draft" and _under_review(data_dict) and not is_exempt(context):
            # CKAN would drop the state that an editor sends by API, and so publish the draft.
            context["allow_state_change"] = True
    return next_(context, data_dict)


@tk.chained_action
def package_update(next_: Any, context: Data, data_dict: Data) -> Any:
    """Change a dataset, unless that would publish it without the agreement it needs."""
    name = data_dict.get("id") or data_dict.get("name")
    package = model.Package.get(name) if _is_name(name) and not is_exempt(context) else None
    if package is not None and package.type == REVIEWED_TYPE:
        check(context, data_dict, Situation(package.state, package.owner_org or ""))
    return next_(context, data_dict)


def _under_review(sent: Data) -> bool:
    organization = _organization_id(sent.get("owner_org"))
    return bool(organization) and requires_review(organization)


def _organization_id(id_or_name: object) -> str:
    found = model.Group.get(id_or_name) if _is_name(id_or_name) else None
    return found.id if found is not None else ""


def _is_name(value: object) -> bool:
    # PostgreSQL refuses a text that holds a zero byte; what is no name is left to CKAN, which refuses it.
    return isinstance(value, str) and bool(value) and "\0" not in value


def get_actions() -> Data:
    """Return the actions."""
    return {"package_create": package_create, "package_update": package_update}
