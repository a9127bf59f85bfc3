"""The dashboard of harvests, the page of a source and what may be started there."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.logic import HarvestJobExists
from ckanext.harvest.model import HarvestSource
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.dashboard import preferences
from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.access import context, managed_organizations, managed_source, sign_in
from ckanext.archipel.harvest.form import saving
from ckanext.archipel.harvest.kinds.registry import kind_named
from ckanext.archipel.harvest.overview.shared import of_source, said
from ckanext.archipel.harvest.trial import work as trial_work
from ckanext.archipel.harvest.trial.store import TooManyError

archipel_harvest = Blueprint("archipel_harvest", __name__, url_prefix="/moissonnage")
archipel_harvest.before_request(sign_in)
archipel_harvest.before_request(protect_forms)

LISTED = 20


@archipel_harvest.route("")
def index() -> ResponseReturnValue:
    """Show how each source is, what the last runs did, and the errors of the last run of each."""
    managed_organizations()
    sources = tk.get_action("archipel_harvest_source_health")(context(), {})
    last = [source["last_run"] for source in sources if source["last_run"]]
    variables = {
        "sources": sorted(sources, key=lambda source: _urgency(source["health"])),
        "titles": {source["source_id"]: source["title"] for source in sources},
        "runs": tk.get_action("archipel_harvest_run_list")(context(), {"limit": LISTED}),
        "causes": _causes([run["id"] for run in last if run["errored"]]),
        "mails": preferences.wants_harvest_mails(model.User.get(tk.current_user.id)),
    }
    return tk.render("archipel_harvest/index.html", extra_vars=variables)


def _urgency(health: str) -> int:
    order = ("waiting", "broken", "troubled", "late", "never", "well")
    return order.index(health)


def _causes(run_ids: list[str]) -> list[dict[str, Any]]:
    """Group by cause the errors of runs, with how many each had."""
    found: dict[str, list[dict[str, Any]]] = {}
    for run_id in run_ids:
        run = tk.get_action("archipel_harvest_run_show")(context(), {"id": run_id})
        for group in run["errors"]:
            found.setdefault(group["cause"], []).append({**group, "run_id": run_id, "source_id": run["source_id"]})
    causes = [
        {"cause": cause, "count": sum(g["count"] for g in groups), "runs": groups} for cause, groups in found.items()
    ]
    return sorted(causes, key=lambda each: -each["count"])


@archipel_harvest.route("/courriels", methods=["POST"])
def mails() -> ResponseReturnValue:
    """Keep the user's choice to be told of harvests that go wrong."""
    wanted = tk.request.form.get("mails") == "yes"
    preferences.set_harvest_mails(model.User.get(tk.current_user.id), wanted=wanted)
    tk.h.flash_success(
        tk._("You will be told of harvests that go wrong.")
        if wanted
        else tk._("You will receive no more e-mails of harvests.")
    )
    return tk.redirect_to("archipel_harvest.index")


@archipel_harvest.route("/source/<source_id>")
def source(source_id: str) -> ResponseReturnValue:
    """Show a source: how it is, how it is set, its runs."""
    found = managed_source(source_id)
    data = {"source_id": found.id}
    variables = {
        **of_source(found),
        "health": tk.get_action("archipel_harvest_source_health")(context(), data)[0],
        "runs": tk.get_action("archipel_harvest_run_list")(context(), {**data, "limit": LISTED}),
        "kind": _kind(found),
    }
    return tk.render("archipel_harvest/source.html", extra_vars=variables)


def _kind(source: HarvestSource) -> str:
    try:
        return kind_named(settings.read(source.config).kind, source.url).title()
    except ValueError as error:
        return str(error)


@archipel_harvest.route("/source/<source_id>/lancer", methods=["POST"])
def start(source_id: str) -> ResponseReturnValue:
    """Start a run of a source."""
    found = managed_source(source_id)
    if not found.active:
        tk.h.flash_error(tk._("This source is suspended: make it active before it is harvested."))
        return tk.redirect_to("archipel_harvest.source", source_id=source_id)
    try:
        job = tk.get_action("harvest_job_create")(context(), {"source_id": found.id, "run": True})
    except HarvestJobExists:
        tk.h.flash_notice(tk._("A run of this source is already under way or waiting."))
        return tk.redirect_to("archipel_harvest.source", source_id=source_id)
    except tk.ValidationError as error:
        tk.h.flash_error(said(error))
        return tk.redirect_to("archipel_harvest.source", source_id=source_id)
    return tk.redirect_to("archipel_harvest_run.show", run_id=job["id"])


@archipel_harvest.route("/source/<source_id>/essayer", methods=["POST"])
def attempt(source_id: str) -> ResponseReturnValue:
    """Try a source as it is set."""
    found = managed_source(source_id)
    try:
        values = saving.values_of(found, settings.read(found.config))
    except ValueError as error:
        tk.h.flash_error(str(error))
        return tk.redirect_to("archipel_harvest.source", source_id=source_id)
    try:
        trial_id = trial_work.start(values, found.id, tk.current_user.id)
    except TooManyError:
        tk.h.flash_error(tk._("You started many trials: start this one again in an hour."))
        return tk.redirect_to("archipel_harvest.source", source_id=source_id)
    return tk.redirect_to("archipel_harvest_trial.show", trial_id=trial_id)
