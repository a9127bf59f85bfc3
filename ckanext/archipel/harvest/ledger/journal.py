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

from ckanext.archipel.harvest.values import storable

# The extra that holds where a person sees the record.
LINK = "link"
WRITTEN = frozenset({"added", "updated"})
TIMES = ("gathered", "fetch_started", "fetch_finished", "import_started", "import_finished")


def now() -> datetime:
    """Return the time as ckanext-harvest stores it: UTC, without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def say(run_id: str, message: str) -> None:
    """Show a message on the page of the job, in the caller's transaction."""
    model.Session.add(HarvestGatherError(message=storable(message), harvest_job_id=run_id))


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
    note_all([entry])


def note_all(entries: Sequence[Entry]) -> None:
    """Note what became of records of one source, in the caller's transaction."""
    moment = now()
    noted = [(str(uuid.uuid4()), entry) for entry in entries]
    _retire([entry for entry in entries if entry.outcome in WRITTEN | {"deleted"}])
    if any(entry.outcome in WRITTEN for entry in entries):
        # The dataset may come later in the same transaction: ckanext-harvest reads this row while it is indexed.
        model.Session.execute(sa.text("SET CONSTRAINTS harvest_object_package_id_fkey DEFERRED"))
    _add(HarvestObject, [_object(own_id, entry, moment) for own_id, entry in noted])
    _add(HarvestObjectExtra, [row for own_id, entry in noted for row in _extras(own_id, entry)])
    _add(HarvestObjectError, [row for own_id, entry in noted for row in _errors(own_id, entry, moment)])


def _object(own_id: str, entry: Entry, moment: datetime) -> dict[str, Any]:
    return {
        "id": own_id,
        "guid": entry.identifier,
        "current": entry.outcome in WRITTEN,
        "state": "ERROR" if entry.outcome == "errored" else "COMPLETE",
        "report_status": entry.outcome,
        "harvest_job_id": entry.run_id,
        "harvest_source_id": entry.source_id,
        "package_id": entry.package_id,
        "content": entry.content,
        **dict.fromkeys(TIMES, moment),
    }


def _extras(object_id: str, entry: Entry) -> list[dict[str, Any]]:
    return [{"harvest_object_id": object_id, "key": key, "value": _json(value)} for key, value in entry.extras.items()]


def _errors(object_id: str, entry: Entry, moment: datetime) -> list[dict[str, Any]]:
    told = [{"stage": cause, "message": storable(message)} for cause, message in entry.errors]
    return [{"harvest_object_id": object_id, "created": moment, **error} for error in told]


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


def _retire(entries: Sequence[Entry]) -> None:
    if entries:
        where = (
            HarvestObject.harvest_source_id == entries[0].source_id,
            HarvestObject.guid.in_([entry.identifier for entry in entries]),
            HarvestObject.current.is_(True),
        )
        model.Session.execute(sa.update(HarvestObject.__table__).where(*where).values(current=False))


def _add(table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        model.Session.execute(sa.insert(table.__table__), [{"id": str(uuid.uuid4()), **row} for row in rows])


def _json(value: Any) -> str:
    return storable(json.dumps(value, ensure_ascii=False))
