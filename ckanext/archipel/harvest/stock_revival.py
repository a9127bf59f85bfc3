"""Sees to it that the jobs of other extensions' types end, although workers are killed and Redis fails."""

from ckan import model
from ckan.lib import jobs
from ckanext.harvest.model import HarvestGatherError, HarvestJob

from ckanext.archipel.harvest import QUEUE, stock
from ckanext.archipel.harvest.ledger import journal

# Each comes after three tries of the queue.
MAX_REVIVALS = 3
REVIVED = "Le moissonnage avait été interrompu par un arrêt brutal : il a repris."
GIVEN_UP = (
    "Le moissonnage a été interrompu trop souvent, il est abandonné ; ce qui était déjà importé reste. Relancez-le ; "
    "si cela se répète, le journal du serveur en donne la cause."
)


def revive() -> int:
    """Queue again the jobs under way that no task has, as a worker was killed or Redis emptied; return how many.

    One that is interrupted again and again is ended.
    """
    running = model.Session.query(HarvestJob).filter_by(status="Running").order_by(HarvestJob.created)
    lost = [job.id for job in running if stock.is_ours_to_drive(job.source.type) and not _has_task(job.id)]
    revived = 0
    for job_id in lost:
        said = model.Session.query(HarvestGatherError).filter_by(harvest_job_id=job_id, message=REVIVED)
        if said.count() >= MAX_REVIVALS:
            give_up(job_id, GIVEN_UP)
            continue
        stock.enqueue(HarvestJob.get(job_id))
        journal.say(job_id, REVIVED)
        model.Session.commit()
        revived += 1
    return revived


def give_up(job_id: str, message: str) -> None:
    """End a job where it is, and say why."""
    model.Session.rollback()
    stock.unfinished(job_id).update({"state": "ERROR"}, synchronize_session=False)
    journal.say(job_id, message)
    journal.close(job_id)
    model.Session.commit()
    stock.finish(job_id)


def _has_task(job_id: str) -> bool:
    """Tell whether a task of a job waits or is under way; a killed worker's is, until its last sign of life is old."""
    queue = jobs.get_queue(QUEUE)
    # First those under way: looking puts what was abandoned back in the queue.
    registries = (queue.started_job_registry, queue.scheduled_job_registry, queue.deferred_job_registry)
    tasks = [task for registry in registries for task in registry.get_job_ids()]
    return any(task.startswith(stock.TASK.format(job_id)) for task in (*tasks, *queue.get_job_ids()))
