"""Sends the jobs of our sources to CKAN's background jobs; those of other types go on as before."""

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.harvest.logic.dictization import harvest_job_dictize
from ckanext.harvest.model import HarvestJob
from redis.exceptions import RedisError

from ckanext.archipel.harvest import SOURCE_TYPE, jobs, store

Context = dict[str, Any]
DataDict = dict[str, Any]
Action = Callable[[Context, DataDict], DataDict]


@tk.chained_action
def harvest_send_job_to_gather_queue(next_: Action, context: Context, data_dict: DataDict) -> DataDict:
    """Queue a harvest job; ckanext-harvest calls it from its pages, its API and its schedule."""
    job = HarvestJob.get(tk.get_or_bust(data_dict, "id"))
    if job is None or job.source.type != SOURCE_TYPE:
        return next_(context, data_dict)
    tk.check_access("harvest_send_job_to_gather_queue", context, {"id": job.id, "source_id": job.source_id})
    if not job.source.active:
        raise tk.ValidationError({"source": [tk._("This harvest source is not active.")]})
    # Before queueing: the worker takes only jobs that are marked as running.
    job.status = "Running"
    job.save()
    try:
        jobs.enqueue(job)
    except RedisError as error:
        job.status, job.finished = "Finished", store.now()
        job.save()
        store.job_error(job.id, f"La file d'attente ne répond pas, le moissonnage n'a pas commencé ({error}).")
        raise tk.ValidationError(
            {"queue": [tk._("The job queue does not answer, the harvest did not start.")]}
        ) from error
    return harvest_job_dictize(job, context)


def get_actions() -> dict[str, Any]:
    """Return the actions of the plugin."""
    return {"harvest_send_job_to_gather_queue": harvest_send_job_to_gather_queue}
