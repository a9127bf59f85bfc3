"""Runs and sources in the API: how they go, what they changed, what awaits a decision."""

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.dataset.archived import archived_since
from ckanext.archipel.harvest import SOURCE_TYPE
from ckanext.archipel.harvest.locks import store as locks
from ckanext.archipel.harvest.runs import decisions, health, reports, store
from ckanext.archipel.harvest.runs.states import STATES, Run

Context = dict[str, Any]
DataDict = dict[str, Any]
MOST = 100


@tk.side_effect_free
def archipel_harvest_run_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the run `id` (that of its job): state, counts, messages, errors grouped by cause, losses."""
    run = _run(data_dict)
    tk.check_access("archipel_harvest_run_show", context, {"id": run.id, "source_id": run.source_id})
    return {
        **run.to_dict(),
        "messages": reports.messages(run.id),
        "errors": reports.errors_by_cause(run.id),
        "losses": reports.losses(run.id),
    }


@tk.side_effect_free
def archipel_harvest_run_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List runs, the latest first: of the source `source_id` or of all that one may see, in a `state` if given."""
    sources = [source.id for source in _sources(context, data_dict)]
    states = [data_dict["state"]] if data_dict.get("state") in STATES else []
    limit, offset = _window(data_dict)
    return [run.to_dict() for run in store.listed(sources, states, limit, offset)]


@tk.side_effect_free
def archipel_harvest_run_changes(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List what the run `id` wrote, or its `dataset_id` alone: each field before and after, what was left out."""
    run = _run(data_dict)
    tk.check_access("archipel_harvest_run_show", context, {"id": run.id, "source_id": run.source_id})
    limit, offset = _window(data_dict)
    return reports.changes(run.id, str(data_dict.get("dataset_id") or ""), limit, offset)


@tk.side_effect_free
def archipel_harvest_source_health(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Tell how the source `source_id`, or each one may see, is: well, late, troubled, broken, waiting or never run."""
    return health.health(_sources(context, data_dict))


@tk.side_effect_free
def archipel_harvest_origin_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Tell where the dataset `id` comes from, when it was last seen, what is locked, since when it is archived."""
    package = model.Package.get(str(tk.get_or_bust(data_dict, "id")))
    if package is None:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    tk.check_access("package_show", context, {"id": package.id})
    archived = archived_since(package.id)
    return {
        "id": package.id,
        "sources": health.origin(package.id),
        "archived": archived.isoformat() if archived else None,
        "locked": sorted(locks.of(package.id)),
    }


def archipel_harvest_run_stop(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Stop the run `id`: what it wrote stays, nothing else changes."""
    run = _run(data_dict)
    tk.check_access("archipel_harvest_run_update", context, {"id": run.id, "source_id": run.source_id})
    decisions.stop(run)
    return _run(data_dict).to_dict()


def archipel_harvest_removal_approve(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let the run `id`, which awaits it, archive the datasets that left the catalogue and did not come back since."""
    run = _run(data_dict)
    tk.check_access("archipel_harvest_run_update", context, {"id": run.id, "source_id": run.source_id})
    decisions.approve(run, str(context.get("user") or ""))
    return _run(data_dict).to_dict()


def archipel_harvest_removal_refuse(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep the datasets that left the catalogue of the run `id`, which awaits a decision; nobody is asked again."""
    run = _run(data_dict)
    tk.check_access("archipel_harvest_run_update", context, {"id": run.id, "source_id": run.source_id})
    decisions.refuse(run, str(context.get("user") or ""))
    return _run(data_dict).to_dict()


def _run(data_dict: DataDict) -> Run:
    run_id = str(tk.get_or_bust(data_dict, "id"))
    run = store.get(run_id) if "\0" not in run_id else None
    if run is None:
        raise tk.ObjectNotFound(tk._("This harvest run does not exist, or no longer."))
    return run


def _sources(context: Context, data_dict: DataDict) -> list[HarvestSource]:
    """Return the source asked for, or all of ours that the user manages."""
    if wanted := data_dict.get("source_id"):
        source = HarvestSource.get(str(wanted)) if "\0" not in str(wanted) else None
        if source is None:
            raise tk.ObjectNotFound(tk._("Harvest source not found"))
        tk.check_access("archipel_harvest_run_show", context, {"source_id": source.id})
        return [source]
    query = sa.select(HarvestSource).where(HarvestSource.type == SOURCE_TYPE).order_by(HarvestSource.title)
    found = model.Session.scalars(query)
    return [source for source in found if _may_see(context, source.id)]


def _may_see(context: Context, source_id: str) -> bool:
    asker: Context = {key: context[key] for key in ("user", "auth_user_obj", "ignore_auth") if key in context}
    try:
        tk.check_access("archipel_harvest_run_show", {**asker, "model": model}, {"source_id": source_id})
    except tk.NotAuthorized:
        return False
    return True


def _window(data_dict: DataDict) -> tuple[int, int]:
    try:
        limit, offset = (int(data_dict.get(name) or default) for name, default in (("limit", 20), ("offset", 0)))
    except (TypeError, ValueError) as error:
        raise tk.ValidationError({"limit": [tk._("Give whole numbers.")]}) from error
    return min(max(limit, 1), MOST), min(max(offset, 0), 10**9)


def get_actions() -> dict[str, Any]:
    """Return the actions."""
    actions = (
        archipel_harvest_run_show,
        archipel_harvest_run_list,
        archipel_harvest_run_changes,
        archipel_harvest_source_health,
        archipel_harvest_origin_show,
        archipel_harvest_run_stop,
        archipel_harvest_removal_approve,
        archipel_harvest_removal_refuse,
    )
    return {action.__name__: action for action in actions}
