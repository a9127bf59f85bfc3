"""One whole run of a job: read the catalogue, import each record, end in a true state whatever happens."""

import logging
import time

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestJob, HarvestObject

from ckanext.archipel.harvest import store
from ckanext.archipel.harvest.gather import gather
from ckanext.archipel.harvest.importing import import_object
from ckanext.archipel.harvest.writer import site_context

log = logging.getLogger(__name__)

STOPPED = "Le moissonnage a été arrêté."
INTERRUPTED = (
    "Le moissonnage a été interrompu ; ce qui était déjà importé reste, rien d'autre n'a changé. "
    "Relancez-le ; si cela se répète, le journal du serveur en donne la cause."
)


def run(job_id: str) -> None:
    """Run a harvest job that was marked as running; do nothing when it no longer is."""
    job = HarvestJob.get(job_id)
    if job is None or job.status != "Running":
        return
    source_id = job.source_id
    with store.source_lock(source_id) as free:
        if not free:
            log.warning("La source %s est déjà en cours de moissonnage.", source_id)
            return
        done = False
        try:
            _gather_and_import(job_id)
            done = True
        finally:
            if not done:
                close_interrupted(job_id)
            finish(source_id)


def close_interrupted(job_id: str) -> None:
    """Close a run that did not reach its end, and say so."""
    model.Session.rollback()
    store.close_leftovers(job_id)
    store.job_error(job_id, INTERRUPTED)
    job = HarvestJob.get(job_id)
    job.gather_finished = job.gather_finished or store.now()
    job.save()


def finish(source_id: str) -> None:
    """Let ckanext-harvest mark the job as finished, reindex the source and send its messages."""
    context = {key: value for key, value in site_context().items() if key != "return_id_only"}
    tk.get_action("harvest_jobs_run")(context, {"source_id": source_id})


def _gather_and_import(job_id: str) -> None:
    minutes = tk.config["ckanext.archipel.harvest.max_minutes"]
    deadline = time.monotonic() + minutes * 60

    def stop() -> str:
        if not store.is_running(job_id):
            return STOPPED
        return f"La durée maximale de {minutes} minutes est dépassée." if time.monotonic() > deadline else ""

    store.close_leftovers(job_id)
    object_ids = gather(HarvestJob.get(job_id), stop)
    for position, object_id in enumerate(object_ids):
        if reason := stop():
            _give_up(job_id, reason, len(object_ids) - position)
            return
        harvest_object = HarvestObject.get(object_id)
        if harvest_object is not None and harvest_object.state == store.PENDING:
            import_object(harvest_object)
        model.Session.remove()


def _give_up(job_id: str, reason: str, left: int) -> None:
    """Forget the records not yet imported, and say how many."""
    store.close_leftovers(job_id)
    store.job_error(job_id, f"Moissonnage incomplet : {left} notices n'ont pas été traitées. {reason}")
