"""What people are told of runs and sources: counts, errors by cause, changes, health."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import (
    HarvestGatherError,
    HarvestObject,
    HarvestObjectError,
    HarvestObjectExtra,
    HarvestSource,
)

from ckanext.archipel.dataset.archived import table as archived
from ckanext.archipel.harvest.model import record
from ckanext.archipel.harvest.runs import store
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, DONE, FAILED, INCOMPLETE, RUNNING, Run

CHANGES = "changes"
WARNINGS = "warnings"
EXAMPLES = 10
RHYTHMS = {
    "ALWAYS": timedelta(days=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
    "BIWEEKLY": timedelta(weeks=2),
    "MONTHLY": timedelta(days=31),
}
WELL, LATE, TROUBLED, BROKEN, WAITING, NEVER = "well", "late", "troubled", "broken", "waiting", "never"


def errors_by_cause(run_id: str) -> list[dict[str, Any]]:
    """Group the errors of a run by cause, the most frequent first, each with examples."""
    groups: dict[str, list[dict[str, str]]] = {}
    counts: dict[str, int] = {}
    rank = sa.func.row_number().over(partition_by=HarvestObjectError.stage, order_by=HarvestObject.guid)
    of_run = (
        sa.select(HarvestObjectError.stage, HarvestObject.guid, HarvestObjectError.message, rank.label("rank"))
        .join(HarvestObject, HarvestObject.id == HarvestObjectError.harvest_object_id)
        .where(HarvestObject.harvest_job_id == run_id)
        .subquery()
    )
    for stage, number in model.Session.execute(sa.select(of_run.c.stage, sa.func.count()).group_by(of_run.c.stage)):
        counts[stage or ""] = number
    for row in model.Session.execute(sa.select(of_run).where(of_run.c.rank <= EXAMPLES).order_by(of_run.c.rank)):
        groups.setdefault(row.stage or "", []).append({"identifier": row.guid, "message": row.message})
    causes = sorted(counts, key=lambda cause: (-counts[cause], cause))
    return [{"cause": cause, "count": counts[cause], "examples": groups[cause]} for cause in causes]


def messages(run_id: str) -> list[str]:
    """List what was said of a run as a whole, the oldest first."""
    query = sa.select(HarvestGatherError.message).where(HarvestGatherError.harvest_job_id == run_id)
    return [message for (message,) in model.Session.execute(query.order_by(HarvestGatherError.created))]


def changes(run_id: str, dataset_id: str = "", limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
    """List what a run wrote, or one dataset of it: its fields before and after, and what was left out."""
    query = (
        sa.select(HarvestObject, model.Package.title, model.Package.name)
        .outerjoin(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.harvest_job_id == run_id)
        .order_by(HarvestObject.guid, HarvestObject.id)
        .limit(limit)
        .offset(offset)
    )
    if dataset_id:
        query = query.where(HarvestObject.package_id == dataset_id)
    rows = model.Session.execute(query).all()
    extras = _extras([row[0].id for row in rows])
    return [
        {
            "object_id": each.id,
            "identifier": each.guid,
            "status": each.report_status,
            "dataset_id": each.package_id,
            "title": title,
            "name": name,
            "fields": json.loads(extras.get((each.id, CHANGES), "[]")),
            "warnings": json.loads(extras.get((each.id, WARNINGS), "[]")),
        }
        for each, title, name in rows
    ]


def _extras(object_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    query = sa.select(HarvestObjectExtra).where(HarvestObjectExtra.harvest_object_id.in_(list(object_ids)))
    return {(extra.harvest_object_id, extra.key): extra.value for extra in model.Session.scalars(query)}


def health(sources: Sequence[HarvestSource]) -> list[dict[str, Any]]:
    """Tell of each source how it is, what it gives the portal, and of its last runs."""
    ids = [source.id for source in sources]
    last, last_good, figures = store.latest(ids), store.latest(ids, (DONE,)), _figures(ids)
    return [
        _health(source, last.get(source.id), last_good.get(source.id), figures.get(source.id)) for source in sources
    ]


def _health(source: HarvestSource, last: Run | None, good: Run | None, figures: Any) -> dict[str, Any]:
    return {
        "source_id": source.id,
        "title": source.title or source.url,
        "url": source.url,
        "active": source.active,
        "frequency": source.frequency,
        "next_run": source.next_run.isoformat() if source.next_run else None,
        "health": _state(source, last, good),
        "last_run": last.to_dict() if last else None,
        "last_done": good.finished.isoformat() if good and good.finished else None,
        "datasets": figures.datasets if figures else 0,
        "archived": figures.archived if figures else 0,
        "elsewhere": figures.elsewhere if figures else 0,
    }


def _state(source: HarvestSource, last: Run | None, good: Run | None) -> str:
    if last is None:
        return NEVER
    if last.state == AWAITING_APPROVAL:
        return WAITING
    if last.state == FAILED:
        return BROKEN
    if last.state != RUNNING and (last.state == INCOMPLETE or last.errored):
        return TROUBLED
    rhythm = RHYTHMS.get(source.frequency)
    late = rhythm and (good is None or good.finished is None or _older(good.finished, 2 * rhythm))
    return LATE if late and last.state != RUNNING else WELL


def _older(moment: datetime, delay: timedelta) -> bool:
    return store.now() - moment > delay


def _figures(source_ids: Sequence[str]) -> dict[str, Any]:
    count = sa.func.count
    query = (
        sa.select(
            record.c.source_id,
            count().filter(record.c.owner, archived.c.dataset_id.is_(None)).label("datasets"),
            count().filter(record.c.owner, archived.c.dataset_id.is_not(None)).label("archived"),
            count().filter(~record.c.owner).label("elsewhere"),
        )
        .join(model.Package, sa.and_(model.Package.id == record.c.dataset_id, model.Package.state == "active"))
        .outerjoin(archived, archived.c.dataset_id == record.c.dataset_id)
        .where(record.c.source_id.in_(list(source_ids)))
        .group_by(record.c.source_id)
    )
    return {row.source_id: row for row in model.Session.execute(query)}


def origin(dataset_id: str) -> list[dict[str, Any]]:
    """Tell where a dataset comes from, the source that writes it first: source, identifier, when it was last seen."""
    query = (
        sa.select(record, HarvestSource.title, HarvestSource.url)
        .join(HarvestSource, HarvestSource.id == record.c.source_id)
        .where(record.c.dataset_id == dataset_id)
        .order_by(record.c.owner.desc(), record.c.first_seen)
    )
    return [
        {
            "source_id": row.source_id,
            "source_title": row.title or row.url,
            "identifier": row.identifier,
            "uri": row.uri,
            "owner": row.owner,
            "first_seen": row.first_seen.isoformat(),
            "last_seen": row.last_seen.isoformat(),
        }
        for row in model.Session.execute(query)
    ]
