"""The rows of runs: who may work on one, how far it is, how it ended."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.archipel.harvest.ledger.model import run as table
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, RUNNING, Run

# Longer than anything a slice does between two commits: the reading of a page, with its retries, is the longest.
LEASE = timedelta(minutes=20)


class LeaseLostError(Exception):
    """Another worker goes on with the run, or somebody ended it: this one must stop at once."""


def now() -> datetime:
    """Return the time, as our own tables hold it."""
    return datetime.now(timezone.utc)


def create(run_id: str, source_id: str) -> None:
    """Note a run that a slice will start."""
    moment = now()
    values: dict[str, Any] = {"id": run_id, "source_id": source_id, "state": RUNNING}
    values |= {"created": moment, "updated_at": moment, "lease_until": moment + LEASE}
    model.Session.execute(sa.insert(table).values(**values))
    model.Session.commit()


def get(run_id: str) -> Run | None:
    """Return a run."""
    row = model.Session.execute(sa.select(table).where(table.c.id == run_id)).mappings().first()
    return Run.of(row) if row else None


def of_ids(run_ids: Collection[str]) -> dict[str, Run]:
    """Return runs by id."""
    query = sa.select(table).where(table.c.id.in_(list(run_ids)))
    return {row["id"]: Run.of(row) for row in model.Session.execute(query).mappings()}


def listed(
    source_ids: Collection[str] | None = None, states: Collection[str] = (), limit: int = 20, offset: int = 0
) -> list[Run]:
    """List runs, the latest first; those of all sources without any."""
    query = sa.select(table).order_by(table.c.created.desc(), table.c.id).limit(limit).offset(offset)
    if source_ids is not None:
        query = query.where(table.c.source_id.in_(list(source_ids)))
    if states:
        query = query.where(table.c.state.in_(list(states)))
    return [Run.of(row) for row in model.Session.execute(query).mappings()]


def latest(source_ids: Collection[str], states: Collection[str] = ()) -> dict[str, Run]:
    """Return the last run of each source, or its last one in these states."""
    query = sa.select(table).where(table.c.source_id.in_(list(source_ids)))
    if states:
        query = query.where(table.c.state.in_(list(states)))
    query = query.distinct(table.c.source_id).order_by(table.c.source_id, table.c.created.desc())
    return {row["source_id"]: Run.of(row) for row in model.Session.execute(query).mappings()}


def expect(run_id: str, queue_job: str) -> None:
    """Say which queued task is to go on with the run; any other that still waits will do nothing."""
    values = {"queue_job": queue_job, "lease_until": now() + LEASE}
    model.Session.execute(sa.update(table).where(table.c.id == run_id, table.c.state == RUNNING).values(**values))
    model.Session.commit()


def take(run_id: str, queue_job: str) -> tuple[Run, str] | None:
    """Take the lease of a run for the task that is expected; nothing when the run is another's, or over.

    A task that is tried again after its process was killed takes its own lease back at once.
    """
    holder, moment = str(uuid.uuid4()), now()
    taken = (
        sa.update(table)
        .where(table.c.id == run_id, table.c.state == RUNNING, table.c.queue_job == queue_job)
        .values(holder=holder, lease_until=moment + LEASE, updated_at=moment, tries=table.c.tries + 1)
        .returning(*table.c)
    )
    row = model.Session.execute(taken).mappings().first()
    model.Session.commit()
    return (Run.of(row), holder) if row else None


def advance(run_id: str, holder: str, counts: Mapping[str, int], **values: Any) -> None:
    """Note progress, in the caller's transaction; LeaseLostError when the lease went to another."""
    added: dict[str, Any] = {name: table.c[name] + number for name, number in counts.items() if number}
    moment = now()
    if added:
        added["tries"] = 0
    values = {"updated_at": moment, "lease_until": moment + LEASE, **added, **values}
    result = model.Session.execute(
        sa.update(table)
        .where(table.c.id == run_id, table.c.holder == holder, table.c.state == RUNNING)
        .values(**values)
    )
    if not result.rowcount:
        raise LeaseLostError(run_id)


def end(run_id: str, state: str, message: str = "", **values: Any) -> bool:
    """End a run that is not over yet, in the caller's transaction; tell whether it was not."""
    values = {"state": state, "message": message, "finished": now(), "updated_at": now(), "holder": "", **values}
    open_ones = table.c.state.in_((RUNNING, AWAITING_APPROVAL))
    result = model.Session.execute(sa.update(table).where(table.c.id == run_id, open_ones).values(**values))
    return bool(result.rowcount)


def silent() -> list[Run]:
    """List the runs under way whose lease has expired."""
    query = sa.select(table).where(table.c.state == RUNNING, table.c.lease_until < now()).order_by(table.c.created)
    return [Run.of(row) for row in model.Session.execute(query).mappings()]


def queue_job_of(run_id: str) -> str:
    """Return the queued task that is to go on with a run."""
    return str(model.Session.execute(sa.select(table.c.queue_job).where(table.c.id == run_id)).scalar() or "")


def reopen(run_id: str, user: str) -> None:
    """Send back to work a run whose removals a person approved, in the caller's transaction."""
    values = {"state": RUNNING, "decided_by": user, "finished": None, "message": "", "lease_until": now() + LEASE}
    where = (table.c.id == run_id, table.c.state == AWAITING_APPROVAL)
    model.Session.execute(sa.update(table).where(*where).values(updated_at=now(), **values))
