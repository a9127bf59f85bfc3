"""Puts runs on CKAN's own background jobs, and closes those that died there."""

import logging
from datetime import timedelta

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs
from ckanext.harvest.model import HarvestJob, HarvestSource
from rq import Retry

from ckanext.archipel.harvest import QUEUE, SOURCE_TYPE, store
from ckanext.archipel.harvest.run import close_interrupted, finish, run

log = logging.getLogger(__name__)

ALIVE = frozenset({"queued", "started", "deferred", "scheduled"})
MARGIN = timedelta(minutes=10)


def enqueue(job: HarvestJob) -> None:
    """Queue the run of a job; a run whose process is killed is run again."""
    seconds = tk.config["ckanext.archipel.harvest.max_minutes"] * 60 + MARGIN.seconds
    tk.enqueue_job(
        run_job,
        [job.id],
        title=f"Moissonnage de {job.source.title or job.source.url}",
        queue=QUEUE,
        rq_kwargs={"timeout": seconds, "retry": Retry(max=2), "job_id": _queue_id(job.id)},
    )


def run_job(job_id: str) -> None:
    """Run a harvest job; this is what the worker calls."""
    run(job_id)


def close_dead_runs() -> int:
    """Close the jobs of our sources that are marked as running but that no worker has; return how many."""
    running = (
        model.Session.query(HarvestJob)
        .join(HarvestSource, HarvestSource.id == HarvestJob.source_id)
        .filter(HarvestSource.type == SOURCE_TYPE)
        .filter(HarvestJob.status == "Running", HarvestJob.created < store.now() - MARGIN)
    )
    dead = [(job.id, job.source_id) for job in running if not _is_alive(job.id)]
    for job_id, source_id in dead:
        close_interrupted(job_id)
        finish(source_id)
    return len(dead)


def _is_alive(job_id: str) -> bool:
    try:
        return str(jobs.job_from_id(_queue_id(job_id)).get_status()) in ALIVE
    except KeyError:
        return False


def _queue_id(job_id: str) -> str:
    return f"archipel-harvest-{job_id}"
