"""What each source was seen to hold: one row per record, and the dataset it is here."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

from ckanext.archipel.harvest.ledger.model import page as pages
from ckanext.archipel.harvest.ledger.model import record as table
from ckanext.archipel.harvest.ledger.model import run as runs
from ckanext.archipel.harvest.runs.states import DONE
from ckanext.archipel.harvest.runs.store import now


@dataclass(frozen=True)
class Known:
    """A record met before. `state` is that of its dataset here, None when it is no more."""

    source_id: str
    identifier: str
    uri: str
    dataset_id: str | None
    owner: bool
    fingerprint: str
    written_run: str
    outcome: str
    seen_run: str
    archived: datetime | None
    removed: datetime | None
    state: str | None

    @property
    def deleted_by_hand(self) -> bool:
        """Tell whether a person deleted its dataset: it does not come back."""
        return self.state == "deleted" and self.removed is None


COLUMNS = (
    table.c.source_id,
    table.c.identifier,
    table.c.uri,
    table.c.dataset_id,
    table.c.owner,
    table.c.fingerprint,
    table.c.written_run,
    table.c.outcome,
    table.c.seen_run,
    table.c.archived,
    table.c.removed,
)


def known(source_id: str, identifiers: Collection[str]) -> dict[str, Known]:
    """Return what is known of records of a source."""
    query = with_state().where(table.c.source_id == source_id, table.c.identifier.in_(list(identifiers)))
    return {row.identifier: of_row(row) for row in model.Session.execute(query)}


def save(source_id: str, identifier: str, **values: Any) -> None:
    """Write what is known of a record, in the caller's transaction."""
    save_all(source_id, {identifier: values})


def save_all(source_id: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what is known of records, the same columns of each, in the caller's transaction."""
    moment = now()
    shared = {"source_id": source_id, "first_seen": moment, "last_seen": moment}
    rows = [{**shared, "identifier": identifier, **values} for identifier, values in found.items()]
    insert = postgresql.insert(table)
    changed = {key: insert.excluded[key] for key in (*next(iter(found.values())), "last_seen")}
    key = [table.c.source_id, table.c.identifier]
    model.Session.execute(insert.on_conflict_do_update(index_elements=key, set_=changed), rows)


def mark_seen(source_id: str, run_id: str, identifiers: Iterable[str]) -> dict[bool, int]:
    """Note that a run saw records, in the caller's transaction; count those it had not, by owner or not."""
    where = (table.c.source_id == source_id, table.c.identifier.in_(list(identifiers)), table.c.seen_run != run_id)
    update = sa.update(table).where(*where).values(seen_run=run_id, last_seen=now()).returning(table.c.owner)
    owned = [owner for (owner,) in model.Session.execute(update)]
    return {True: owned.count(True), False: owned.count(False)}


def all_current(source_id: str, identifiers: Collection[str]) -> bool:
    """Tell whether records are all here as they were last read, so that nothing would come of reading them again."""
    current = (
        sa.select(sa.func.count())
        .select_from(table)
        .join(model.Package, model.Package.id == table.c.dataset_id)
        .where(table.c.source_id == source_id, table.c.identifier.in_(list(identifiers)))
        .where(table.c.owner, table.c.archived.is_(None), table.c.fingerprint != "")
    )
    return bool(model.Session.execute(current).scalar() == len(set(identifiers)))


def gone(source_id: str, run_id: str, limit: int | None = None) -> list[Known]:
    """List the records that neither a run nor those after it saw, not archived yet, that nobody decided to keep."""
    where = (*_unseen(source_id, run_id), sa.not_(_kept(source_id, run_id)))
    query = with_state().where(*where).order_by(table.c.identifier).limit(limit)
    return [of_row(row) for row in model.Session.execute(query)]


def count_kept(source_id: str, run_id: str) -> int:
    """Count the datasets that a run did not see, and that a person decided to keep."""
    query = (
        sa.select(sa.func.count())
        .select_from(table)
        .join(model.Package, model.Package.id == table.c.dataset_id)
        .where(*_unseen(source_id, run_id), _kept(source_id, run_id), table.c.owner, model.Package.state == "active")
    )
    return int(model.Session.execute(query).scalar() or 0)


def _unseen(source_id: str, run_id: str) -> tuple[Any, ...]:
    started = sa.select(runs.c.created).where(runs.c.id == run_id).scalar_subquery()
    # A newer run that stopped half-way does not end one that awaits a decision, yet what it saw is there.
    newer = sa.select(runs.c.id).where(runs.c.source_id == source_id, runs.c.created > started)
    unseen = sa.and_(table.c.seen_run != run_id, table.c.seen_run.notin_(newer))
    return (table.c.source_id == source_id, unseen, table.c.archived.is_(None))


def _kept(source_id: str, run_id: str) -> Any:
    """Tell of a record whether its removal was refused: it had left before a run of which a person decided.

    What such a person approved is archived, so that what is left was refused.
    """
    decided = (runs.c.source_id == source_id, runs.c.id != run_id, runs.c.state == DONE, runs.c.decided_by != "")
    last = sa.select(sa.func.max(runs.c.created)).where(*decided).scalar_subquery()
    return sa.func.coalesce(table.c.last_seen < last, sa.false())


def count_current(source_id: str) -> int:
    """Count the datasets that a source gives the portal."""
    query = (
        sa.select(sa.func.count())
        .select_from(table)
        .join(model.Package, model.Package.id == table.c.dataset_id)
        .where(table.c.source_id == source_id, table.c.owner, table.c.archived.is_(None))
        .where(model.Package.state == "active")
    )
    return int(model.Session.execute(query).scalar() or 0)


def forget(source_id: str, identifier: str) -> None:
    """Forget a record, in the caller's transaction."""
    where = (table.c.source_id == source_id, table.c.identifier == identifier)
    model.Session.execute(sa.delete(table).where(*where))


def forget_source(source_id: str) -> None:
    """Forget all that is known of a source, in the caller's transaction."""
    for each in (table, pages):
        model.Session.execute(sa.delete(each).where(each.c.source_id == source_id))


def with_state(*more: Any) -> "sa.sql.Select[Any]":
    """Return the query of records with the state of their datasets."""
    query = sa.select(*COLUMNS, *more, model.Package.state.label("state"))
    return query.outerjoin(model.Package, model.Package.id == table.c.dataset_id)


def of_row(row: Any) -> Known:
    """Read a row of that query."""
    return Known(**{each.name: getattr(row, each.name) for each in fields(Known)})
