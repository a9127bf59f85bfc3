"""Sends the jobs of our sources to our runs, and shows the counts of runs on the pages of ckanext-harvest."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import auth_audit_exempt
from ckanext.harvest.logic.dictization import harvest_job_dictize
from ckanext.harvest.model import HarvestJob
from redis.exceptions import RedisError

from ckanext.archipel.harvest import SOURCE_TYPE, stock, stock_revival
from ckanext.archipel.harvest.ledger import records
from ckanext.archipel.harvest.runs import ending, queue, store
from ckanext.archipel.harvest.runs.states import FAILED, Run

Context = dict[str, Any]
DataDict = dict[str, Any]
Action = Callable[[Context, DataDict], Any]
# When the queue does not answer, ckanext-harvest's own fails as well, once it ended the job.
NO_QUEUE = "La file d'attente ne répond pas, le moissonnage n'a pas commencé ({})."


@tk.chained_action
def harvest_send_job_to_gather_queue(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Queue a harvest job; ckanext-harvest calls it from its pages, its API and its schedule."""
    job = HarvestJob.get(tk.get_or_bust(data_dict, "id"))
    if job is None or not (job.source.type == SOURCE_TYPE or stock.is_ours_to_drive(job.source.type)):
        return next_(context, data_dict)
    tk.check_access("harvest_send_job_to_gather_queue", context, {"id": job.id, "source_id": job.source_id})
    if not job.source.active:
        raise tk.ValidationError({"source": [tk._("This harvest source is not active.")]})
    # Before queueing: the worker takes only jobs that are marked as running.
    job.status = "Running"
    job.save()
    if job.source.type == SOURCE_TYPE:
        _start(job)
    else:
        _start_stock(job)
    return harvest_job_dictize(job, context)


def _start(job: HarvestJob) -> None:
    store.create(job.id, job.source_id)
    try:
        queue.enqueue(job.id)
    except RedisError as error:
        run = store.get(job.id)
        if run is not None:
            with suppress(RedisError):
                ending.close(run, FAILED, NO_QUEUE.format(error))
        raise _unanswered() from error


def _start_stock(job: HarvestJob) -> None:
    job_id = job.id
    try:
        stock.enqueue(job)
    except RedisError as error:
        with suppress(RedisError):
            stock_revival.give_up(job_id, NO_QUEUE.format(error))
        raise _unanswered() from error


def _unanswered() -> tk.ValidationError:
    return tk.ValidationError({"queue": [tk._("The job queue does not answer, the harvest did not start.")]})


@tk.chained_action
@tk.side_effect_free
def harvest_job_show(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Count, in the job of one of our runs, the records that did not change: they leave no object."""
    return _counted([next_(context, data_dict)])[0]


@tk.chained_action
@tk.side_effect_free
def harvest_job_list(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Count, in the jobs of our runs, the records that did not change."""
    return _counted(next_(context, data_dict))


@tk.chained_action
@tk.side_effect_free
def harvest_source_show_status(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Count, in the last job of a source of ours, the records that did not change."""
    status = next_(context, data_dict)
    if status.get("last_job"):
        _counted([status["last_job"]])
    return status


@tk.chained_action
def harvest_source_clear(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Forget, with its datasets, what is known of a source's records."""
    cleared = next_(context, data_dict)
    records.forget_source(cleared["id"])
    model.Session.commit()
    return cleared


@auth_audit_exempt
@tk.chained_action
def harvest_source_reindex(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Index a source again; not by GET, as ckanext-harvest lets anybody do, for it writes to Solr."""
    # ckanext-harvest checks nothing, and calls it for itself without a user: only the API's callers are asked, the
    # audit of CKAN is not.
    if "api_version" in context:
        tk.check_access("harvest_source_reindex", context, {"id": tk.get_or_bust(data_dict, "id")})
    return next_(context, data_dict)


@tk.chained_action
def harvest_sources_reindex(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Index all sources again; not by GET, as ckanext-harvest does, for it writes to Solr."""
    return next_(context, data_dict)


def _counted(jobs: list[DataDict]) -> list[DataDict]:
    runs = store.of_ids([job["id"] for job in jobs if "stats" in job])
    for job in jobs:
        run = runs.get(job["id"])
        if run is not None:
            job["stats"]["not modified"] = run.unmodified
            job["archipel_run"] = _shown(run)
    return jobs


def _shown(run: Run) -> DataDict:
    return {"id": run.id, "state": run.state, "message": run.message, "seen": run.seen, "total": run.total}


def get_actions() -> dict[str, Any]:
    """Return the actions of the plugin."""
    actions = (
        harvest_send_job_to_gather_queue,
        harvest_job_show,
        harvest_job_list,
        harvest_source_show_status,
        harvest_source_clear,
        harvest_source_reindex,
        harvest_sources_reindex,
    )
    return {action.__name__: action for action in actions}
