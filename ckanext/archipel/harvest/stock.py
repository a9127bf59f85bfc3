"""Drives sources of other extensions' types from our queue, since the consumers of ckanext-harvest die when idle.

Their harvesters do what they always did: our guarantees are not theirs.
"""

import time
import uuid
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest import queue as stock_queue
from ckanext.harvest.model import HarvestJob, HarvestObject
from rq import Retry

from ckanext.archipel.harvest import QUEUE, SOURCE_TYPE
from ckanext.archipel.harvest.ledger import journal
from ckanext.archipel.harvest.runs.work import SLICE_SECONDS
from ckanext.archipel.harvest.writing.writer import site_user

# A state that ckanext-harvest does not send to its own queue.
PENDING = "QUEUED"
NOT_GATHERED = "Le catalogue n'a pas pu être lu : le journal du serveur en donne la cause."
TASK = "archipel-harvest-{}-"


def is_ours_to_drive(source_type: str) -> bool:
    """Tell whether the administrator has us drive the sources of a type of another extension."""
    types = tk.aslist(tk.config["ckanext.archipel.harvest.drive_types"])
    return source_type != SOURCE_TYPE and (source_type in types or "*" in types)


def enqueue(job: HarvestJob) -> None:
    """Queue the next step of a job: its gathering, in one go, then its imports, a minute at a time."""
    seconds = tk.config["ckanext.archipel.harvest.max_minutes"] * 60
    queue_job = f"{TASK.format(job.id)}{uuid.uuid4().hex[:8]}"
    tk.enqueue_job(
        work,
        [job.id],
        title=f"Moissonnage de {job.source.title or job.source.url}",
        queue=QUEUE,
        rq_kwargs={"timeout": seconds, "retry": Retry(max=2), "job_id": queue_job},
    )


def work(job_id: str) -> None:
    """Do one step of a job; this is what the worker calls."""
    job = HarvestJob.get(job_id)
    harvester = stock_queue.get_harvester(job.source.type) if job is not None and job.status == "Running" else None
    if harvester is None:
        return
    if job.gather_finished is None:
        _gather(harvester, job)
    limit = time.monotonic() + SLICE_SECONDS
    for object_id in _pending(job_id):
        if time.monotonic() > limit:
            break
        stock_queue.fetch_and_import_stages(harvester, HarvestObject.get(object_id))
        model.Session.remove()
    if _pending(job_id):
        enqueue(HarvestJob.get(job_id))
    else:
        finish(job_id)


def finish(job_id: str) -> None:
    """Let ckanext-harvest mark the job as finished, index the source and send its messages."""
    context = {"user": site_user(), "ignore_auth": True, "model": model, "session": model.Session}
    tk.get_action("harvest_jobs_run")(context, {"source_id": HarvestJob.get(job_id).source_id})


def unfinished(job_id: str) -> Any:
    """Return the query of the objects of a job that are still to be imported."""
    objects = model.Session.query(HarvestObject).filter_by(harvest_job_id=job_id)
    return objects.filter(HarvestObject.state.notin_(("COMPLETE", "ERROR")))


def _gather(harvester: Any, job: HarvestJob) -> None:
    """Have the catalogue read; a failure, which ends the job, is told."""
    job_id, gathered = job.id, False
    _forget_gathered(job_id)
    try:
        # Once gather_finished is set, ckanext-harvest ends the job as soon as no object is pending.
        stock_queue.gather_stage(harvester, job)
        gathered = True
    finally:
        if not gathered:
            model.Session.rollback()
            journal.say(job_id, NOT_GATHERED)
            model.Session.commit()


def _forget_gathered(job_id: str) -> None:
    """Forget what a gathering that was interrupted left: it starts anew."""
    for left in unfinished(job_id):
        model.Session.delete(left)
    model.Session.commit()


def _pending(job_id: str) -> list[str]:
    """List what is to be imported, the one that was under way when a worker was killed too."""
    waiting = unfinished(job_id)
    waiting.filter(HarvestObject.state == "WAITING").update({"state": PENDING}, synchronize_session=False)
    model.Session.commit()
    return [row.id for row in waiting.order_by(HarvestObject.gathered)]
