"""What ckanext-harvest's pages, API and commands show of a run: its job, objects and errors.

Objects are never left in a state that ckanext-harvest would queue or wait for: each is written once, as it ended.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestObjectError, HarvestObjectExtra

WRITTEN = frozenset({"added", "updated"})
TIMES = ("gathered", "fetch_started", "fetch_finished", "import_started", "import_finished")


def now() -> datetime:
    """Return the time as ckanext-harvest stores it: UTC, without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def say(run_id: str, message: str) -> None:
    """Show a message on the page of the job, in the caller's transaction."""
    model.Session.add(HarvestGatherError(message=message, harvest_job_id=run_id))


def is_running(run_id: str) -> bool:
    """Tell whether nobody stopped the job, reading the database again."""
    return model.Session.query(HarvestJob.status).filter(HarvestJob.id == run_id).scalar() == "Running"


def start(run_id: str) -> None:
    """Note when the reading of the catalogue began, in the caller's transaction."""
    where = (HarvestJob.id == run_id, HarvestJob.gather_started.is_(None))
    model.Session.execute(sa.update(HarvestJob).where(*where).values(gather_started=now()))


def close(run_id: str, status: str = "") -> None:
    """Note that nothing is left to do: ckanext-harvest then ends the job, or it has this status at once."""
    moment = now()
    values: dict[str, Any] = {"gather_finished": moment}
    if status:
        values |= {"status": status, "finished": moment}
    model.Session.execute(sa.update(HarvestJob).where(HarvestJob.id == run_id).values(**values))


def reopen(run_id: str) -> None:
    """Mark the job as running again, in the caller's transaction."""
    values = {"status": "Running", "gather_finished": None, "finished": None}
    model.Session.execute(sa.update(HarvestJob).where(HarvestJob.id == run_id).values(**values))


@dataclass(frozen=True)
class Entry:
    """What became of a record in a run; `errors` are pairs of cause and message."""

    run_id: str
    source_id: str
    identifier: str
    outcome: str
    package_id: str | None = None
    content: str | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()


def note(entry: Entry) -> None:
    """Note what became of a record, in the caller's transaction."""
    object_id, moment = str(uuid.uuid4()), now()
    written = entry.outcome in WRITTEN
    if written or entry.outcome == "deleted":
        _retire(entry.source_id, entry.identifier)
    if written:
        # The dataset may come later in the same transaction: ckanext-harvest reads this row while it is indexed.
        model.Session.execute(sa.text("SET CONSTRAINTS harvest_object_package_id_fkey DEFERRED"))
    values = {
        "id": object_id,
        "guid": entry.identifier,
        "current": written,
        "state": "ERROR" if entry.outcome == "errored" else "COMPLETE",
        "report_status": entry.outcome,
        "harvest_job_id": entry.run_id,
        "harvest_source_id": entry.source_id,
        "package_id": entry.package_id,
        "content": entry.content,
        **dict.fromkeys(TIMES, moment),
    }
    model.Session.execute(sa.insert(HarvestObject.__table__).values(**values))
    _add(HarvestObjectExtra, object_id, [{"key": key, "value": _json(value)} for key, value in entry.extras.items()])
    errors = [{"stage": cause, "message": message, "created": moment} for cause, message in entry.errors]
    _add(HarvestObjectError, object_id, errors)


def is_refused(run_id: str, identifier: str) -> bool:
    """Tell whether a run already refused a record: a page may be read again."""
    where = (
        HarvestObject.harvest_job_id == run_id,
        HarvestObject.guid == identifier,
        HarvestObject.report_status == "errored",
    )
    return model.Session.execute(sa.select(HarvestObject.id).where(*where).limit(1)).first() is not None


def release(dataset_id: str, source_id: str) -> None:
    """Untie a dataset from what other sources once noted of it, so that clearing one of them leaves it here."""
    where = (HarvestObject.package_id == dataset_id, HarvestObject.harvest_source_id != source_id)
    values = {"package_id": None, "current": False}
    model.Session.execute(sa.update(HarvestObject.__table__).where(*where).values(**values))


def _retire(source_id: str, identifier: str) -> None:
    where = (
        HarvestObject.harvest_source_id == source_id,
        HarvestObject.guid == identifier,
        HarvestObject.current.is_(True),
    )
    model.Session.execute(sa.update(HarvestObject.__table__).where(*where).values(current=False))


def _add(table: type[Any], object_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        values = [{"id": str(uuid.uuid4()), "harvest_object_id": object_id, **row} for row in rows]
        model.Session.execute(sa.insert(table.__table__), values)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
