"""The page of a run: how far it is, what it did and changed, and what may be decided there."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.harvest.model import HarvestSource
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.harvest.access import context, sign_in
from ckanext.archipel.harvest.overview import leaving
from ckanext.archipel.harvest.overview.shared import of_source, said
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, RUNNING

archipel_harvest_run = Blueprint("archipel_harvest_run", __name__, url_prefix="/moissonnage/passages")
archipel_harvest_run.before_request(sign_in)
archipel_harvest_run.before_request(protect_forms)

LISTED = 20
DECISIONS = {
    "stop": "archipel_harvest_run_stop",
    "approve": "archipel_harvest_removal_approve",
    "refuse": "archipel_harvest_removal_refuse",
}


@archipel_harvest_run.route("/<run_id>")
def show(run_id: str) -> ResponseReturnValue:
    """Show a run: how far it is, what it did, what went wrong, what would leave."""
    shown = _run(run_id)
    waits = shown["state"] == AWAITING_APPROVAL
    variables = {
        **of_source(HarvestSource.get(shown["source_id"])),
        "run": shown,
        "running": shown["state"] == RUNNING,
        "leaving": leaving.titles(shown["source_id"], shown["id"]) if waits else [],
    }
    return tk.render("archipel_harvest/run.html", extra_vars=variables)


@archipel_harvest_run.route("/<run_id>/modifications")
def changes(run_id: str) -> ResponseReturnValue:
    """Show what a run wrote, field by field."""
    shown = _run(run_id)
    number = tk.request.args.get("page", "1")
    # Other scripts have digits too, of which some are no number: « ² ».
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    start_at = max(page - 1, 0) * LISTED
    found = tk.get_action("archipel_harvest_run_changes")(
        context(), {"id": shown["id"], "limit": LISTED + 1, "offset": start_at}
    )
    variables = {
        **of_source(HarvestSource.get(shown["source_id"])),
        "run": shown,
        "changes": found[:LISTED],
        "page": max(page, 1),
        "more": len(found) > LISTED,
    }
    return tk.render("archipel_harvest/changes.html", extra_vars=variables)


@archipel_harvest_run.route("/<run_id>", methods=["POST"])
def decide(run_id: str) -> ResponseReturnValue:
    """Stop a run, or approve or refuse what it would remove."""
    action = DECISIONS.get(tk.request.form.get("decision", ""))
    if action is None:
        return tk.abort(400, tk._("Choose one of the buttons of the page."))
    try:
        tk.get_action(action)(context(), {"id": _run(run_id)["id"]})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only administrators of the organization may manage its harvest sources."))
    except tk.ValidationError as error:
        tk.h.flash_error(said(error))
    return tk.redirect_to("archipel_harvest_run.show", run_id=run_id)


def _run(run_id: str) -> dict[str, Any]:
    try:
        return dict(tk.get_action("archipel_harvest_run_show")(context(), {"id": run_id}))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("This harvest run does not exist, or no longer."))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only administrators of the organization may manage its harvest sources."))
