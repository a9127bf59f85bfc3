"""How sources are, and where datasets come from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.dataset.archived import table as archived
from ckanext.archipel.harvest.ledger.model import record
from ckanext.archipel.harvest.runs import store
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, DONE, FAILED, INCOMPLETE, RUNNING, Run

RHYTHMS = {
    "ALWAYS": timedelta(days=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
    "BIWEEKLY": timedelta(weeks=2),
    "MONTHLY": timedelta(days=31),
}
WELL, LATE, TROUBLED, BROKEN, WAITING, NEVER = "well", "late", "troubled", "broken", "waiting", "never"


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
