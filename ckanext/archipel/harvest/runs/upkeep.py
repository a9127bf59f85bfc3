"""What cron asks for: due sources started, runs without a worker revived, archived datasets deleted, history pruned."""

import logging
from datetime import timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestObjectError, HarvestObjectExtra

from ckanext.archipel.dataset import archived
from ckanext.archipel.harvest import stock_revival
from ckanext.archipel.harvest.ledger.model import record
from ckanext.archipel.harvest.ledger.model import run as runs
from ckanext.archipel.harvest.runs import queue, store
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, RUNNING
from ckanext.archipel.harvest.writing import writer

log = logging.getLogger(__name__)


def revive() -> int:
    """Queue again the runs, and the jobs of other types, that no worker has nor waits for; return how many."""
    lost = [run for run in store.silent() if not queue.is_waiting(run.id)]
    for run in lost:
        queue.enqueue(run.id)
    return len(lost) + stock_revival.revive()


def delete_long_archived() -> int:
    """Delete, as a person would, the datasets archived for longer than the grace period; return how many."""
    days = tk.config["ckanext.archipel.harvest.archive_days"]
    if not days:
        return 0
    query = (
        sa.select(archived.table.c.dataset_id)
        .join(record, sa.and_(record.c.dataset_id == archived.table.c.dataset_id, record.c.owner))
        .where(archived.table.c.archived < store.now() - timedelta(days=days), record.c.archived.is_not(None))
    )
    found = [dataset_id for (dataset_id,) in model.Session.execute(query)]
    context = {"user": writer.site_user(), "ignore_auth": True}
    return sum(_delete(dataset_id, context) for dataset_id in found)


def _delete(dataset_id: str, context: dict[str, Any]) -> bool:
    """Delete an archived dataset; one that resists stays archived, and stops no other."""
    try:
        archived.restore(dataset_id)
        model.Session.execute(sa.update(record).where(record.c.dataset_id == dataset_id).values(removed=store.now()))
        tk.get_action("package_delete")(dict(context), {"id": dataset_id})
        model.Session.commit()
    except writer.WRITE_ERRORS:
        model.Session.rollback()
        log.exception("Le jeu de données archivé %s n'a pas pu être supprimé ; il reste archivé.", dataset_id)
        return False
    return True


def prune() -> int:
    """Forget the runs of long ago, and what ckanext-harvest noted of them.

    Of each source stay the last one, and the last that a person decided: what was refused is not to be removed later.
    """
    days = tk.config["ckanext.archipel.harvest.history_days"]
    if not days:
        return 0
    latest = sa.select(runs.c.id).distinct(runs.c.source_id).order_by(runs.c.source_id, runs.c.created.desc())
    decided = latest.where(runs.c.decided_by != "")
    query = sa.select(runs.c.id).where(
        runs.c.created < store.now() - timedelta(days=days),
        runs.c.state.notin_((RUNNING, AWAITING_APPROVAL)),
        runs.c.id.notin_(latest),
        runs.c.id.notin_(decided),
    )
    old = [run_id for (run_id,) in model.Session.execute(query)]
    for run_id in old:
        _forget(run_id)
    return len(old)


def _forget(run_id: str) -> None:
    """Forget a run; an object that still says where a dataset comes from stays, and its job with it."""
    objects = sa.select(HarvestObject.id).where(
        HarvestObject.harvest_job_id == run_id, HarvestObject.current.isnot(True)
    )
    for table in (HarvestObjectExtra.__table__, HarvestObjectError.__table__):
        model.Session.execute(sa.delete(table).where(table.c.harvest_object_id.in_(objects)))
    model.Session.execute(sa.delete(HarvestObject.__table__).where(HarvestObject.__table__.c.id.in_(objects)))
    kept = sa.select(HarvestObject.id).where(HarvestObject.harvest_job_id == run_id)
    if model.Session.execute(kept.limit(1)).first() is None:
        errors = HarvestGatherError.__table__
        model.Session.execute(sa.delete(errors).where(errors.c.harvest_job_id == run_id))
        model.Session.execute(sa.delete(HarvestJob.__table__).where(HarvestJob.__table__.c.id == run_id))
    model.Session.execute(sa.delete(runs).where(runs.c.id == run_id))
    model.Session.commit()
