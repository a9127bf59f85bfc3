"""What people are told of runs and sources: counts, errors by cause, changes, health."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import (
    HarvestGatherError,
    HarvestObject,
    HarvestObjectError,
    HarvestObjectExtra,
)
from sqlalchemy.dialects import postgresql

from ckanext.archipel.harvest.ledger.journal import LINK

CHANGES = "changes"
WARNINGS = "warnings"
EXAMPLES = 10
LOSSES = 30


def errors_by_cause(run_id: str) -> list[dict[str, Any]]:
    """Group the errors of a run by cause, the most frequent first, each with examples."""
    groups: dict[str, list[dict[str, str]]] = {}
    counts: dict[str, int] = {}
    rank = sa.func.row_number().over(partition_by=HarvestObjectError.stage, order_by=HarvestObject.guid)
    link = HarvestObjectExtra.value.label("link")
    of_link = sa.and_(HarvestObjectExtra.harvest_object_id == HarvestObject.id, HarvestObjectExtra.key == LINK)
    of_run = (
        sa.select(HarvestObjectError.stage, HarvestObject.guid, HarvestObjectError.message, link, rank.label("rank"))
        .join(HarvestObject, HarvestObject.id == HarvestObjectError.harvest_object_id)
        .outerjoin(HarvestObjectExtra, of_link)
        .where(HarvestObject.harvest_job_id == run_id)
        .subquery()
    )
    for stage, number in model.Session.execute(sa.select(of_run.c.stage, sa.func.count()).group_by(of_run.c.stage)):
        counts[stage or ""] = number
    for row in model.Session.execute(sa.select(of_run).where(of_run.c.rank <= EXAMPLES).order_by(of_run.c.rank)):
        example = {"identifier": row.guid, "message": row.message, "link": json.loads(row.link or '""')}
        groups.setdefault(row.stage or "", []).append(example)
    causes = sorted(counts, key=lambda cause: (-counts[cause], cause))
    return [{"cause": cause, "count": counts[cause], "examples": groups[cause]} for cause in causes]


def losses(run_id: str) -> list[dict[str, Any]]:
    """Count what a run left out or repaired of the datasets it wrote, the most frequent first."""
    told = sa.func.jsonb_array_elements_text(sa.cast(HarvestObjectExtra.value, postgresql.JSONB)).label("told")
    each = (
        sa.select(HarvestObject.id, told)
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .where(HarvestObject.harvest_job_id == run_id, HarvestObjectExtra.key == WARNINGS)
        .subquery()
    )
    number = sa.func.count(sa.distinct(each.c.id))
    query = sa.select(each.c.told, number).group_by(each.c.told).order_by(number.desc(), each.c.told).limit(LOSSES)
    return [{"message": message, "count": count} for message, count in model.Session.execute(query)]


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
