"""Puts slices of runs on CKAN's background jobs; each slice goes to the end of the queue, so sources take turns."""

import gc
import uuid

import ckan.plugins.toolkit as tk
from ckan.lib import jobs
from rq import Retry
from rq.job import JobStatus

from ckanext.archipel.harvest import QUEUE
from ckanext.archipel.harvest.runs import store

# A slice works for a minute; what comes on top is the reading of its last page.
TIMEOUT = int(store.LEASE.total_seconds())
WAITING = frozenset({JobStatus.QUEUED, JobStatus.DEFERRED, JobStatus.SCHEDULED})


def enqueue(run_id: str) -> None:
    """Queue the next slice of a run; one whose process is killed is tried again."""
    queue_job = f"archipel-harvest-{run_id}-{uuid.uuid4().hex[:8]}"
    store.expect(run_id, queue_job)
    tk.enqueue_job(
        work_slice,
        [run_id, queue_job],
        title="Moissonnage",
        queue=QUEUE,
        rq_kwargs={"timeout": TIMEOUT, "retry": Retry(max=2), "job_id": queue_job},
    )


def work_slice(run_id: str, queue_job: str) -> None:
    """Do one slice of a run; this is what the worker calls."""
    from ckanext.archipel.harvest.runs import slices  # noqa: PLC0415 the web processes need none of it

    # What is loaded stays: the collector would go through all of CKAN again and again.
    gc.freeze()
    try:
        slices.work(run_id, queue_job)
    finally:
        gc.unfreeze()


def is_waiting(run_id: str) -> bool:
    """Tell whether the next slice of a run still is in the queue."""
    try:
        return jobs.job_from_id(store.queue_job_of(run_id)).get_status() in WAITING
    except KeyError:
        return False
