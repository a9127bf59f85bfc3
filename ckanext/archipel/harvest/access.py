"""Who sees the pages of harvests: administrators of an organization, of the portal; the sources each manages."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.harvest.model import HarvestSource
from flask.typing import ResponseReturnValue

from ckanext.archipel.harvest import SOURCE_TYPE


def sign_in() -> ResponseReturnValue | None:
    """Send whoever is not signed in to the sign-in page, before each request of a blueprint."""
    if tk.current_user.is_authenticated:
        return None
    return tk.redirect_to("user.login", came_from=tk.request.path)


def context() -> dict[str, Any]:
    """Return the context of an action that the user asks for."""
    return {"user": tk.current_user.name}


def managed_organizations() -> list[dict[str, Any]]:
    """List the organizations whose sources the user may manage, by title; 403 when there are none."""
    found = tk.get_action("organization_list_for_user")(context(), {"permission": "admin"})
    if not found and not tk.current_user.sysadmin:
        tk.abort(403, tk._("Only administrators of an organization may manage harvest sources."))
    return sorted(found, key=lambda each: str(each["display_name"]).lower())


def managed_source(source_id: str) -> HarvestSource:
    """Return a source of ours by id or name; 404 when there is none, 403 when the user may not manage it."""
    try:
        shown = tk.get_action("harvest_source_show")(context(), {"id": source_id.replace("\0", "")})
        tk.check_access("harvest_source_update", context(), {"id": shown["id"]})
    except tk.ObjectNotFound:
        tk.abort(404, tk._("Harvest source not found"))
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only administrators of the organization may manage its harvest sources."))
    source = HarvestSource.get(shown["id"])
    if source is None or source.type != SOURCE_TYPE:
        tk.abort(404, tk._("Harvest source not found"))
    return source
