"""What each source was seen to hold: one row per record, and the dataset it is here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestSource
from sqlalchemy.dialects import postgresql

from ckanext.archipel.harvest.model import page as pages
from ckanext.archipel.harvest.model import record as table
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
    query = _with_state().where(table.c.source_id == source_id, table.c.identifier.in_(list(identifiers)))
    return {row.identifier: _known(row) for row in model.Session.execute(query)}


def owners(dataset_ids: Collection[str]) -> dict[str, Known]:
    """Return, of the datasets whose source still gives them, the record that writes each."""
    live = (table.c.owner, table.c.archived.is_(None), HarvestSource.active)
    query = _with_state().join(HarvestSource, HarvestSource.id == table.c.source_id).where(*live)
    rows = model.Session.execute(query.where(table.c.dataset_id.in_(list(dataset_ids))))
    return {row.dataset_id: _known(row) for row in rows}


def namesakes(source_id: str, names: Collection[str]) -> dict[str, list[Known]]:
    """Return, of each name, the owning records of other sources that have it too."""
    wanted = sa.cast(list(names), postgresql.ARRAY(sa.UnicodeText))
    query = _with_state(table.c.names).where(
        table.c.names.op("&&")(wanted), table.c.source_id != source_id, table.c.owner
    )
    found: dict[str, list[Known]] = {name: [] for name in names}
    for row in model.Session.execute(query):
        for name in found.keys() & set(row.names):
            found[name].append(_known(row))
    return found


def own_namesakes(source_id: str, names: Collection[str]) -> dict[str, int]:
    """Count, of each name, the records of the source itself that have it."""
    wanted = sa.cast(list(names), postgresql.ARRAY(sa.UnicodeText))
    query = sa.select(table.c.names).where(table.c.names.op("&&")(wanted), table.c.source_id == source_id)
    counts = dict.fromkeys(names, 0)
    for (row,) in model.Session.execute(query):
        for name in counts.keys() & set(row):
            counts[name] += 1
    return counts


def is_claimed(source_id: str, dataset_id: str) -> bool:
    """Tell whether another record of the source already stands for a dataset."""
    where = (table.c.source_id == source_id, table.c.dataset_id == dataset_id)
    return bool(model.Session.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar())


def save(source_id: str, identifier: str, **values: Any) -> None:
    """Write what is known of a record, in the caller's transaction."""
    moment = now()
    row = {"source_id": source_id, "identifier": identifier, "first_seen": moment, "last_seen": moment, **values}
    insert = postgresql.insert(table).values(**row)
    changed = {key: insert.excluded[key] for key in (*values, "last_seen")}
    key = [table.c.source_id, table.c.identifier]
    model.Session.execute(insert.on_conflict_do_update(index_elements=key, set_=changed))


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
    """List the records that a run did not see and that are not archived yet."""
    where = (table.c.source_id == source_id, table.c.seen_run != run_id, table.c.archived.is_(None))
    query = _with_state().where(*where).order_by(table.c.identifier).limit(limit)
    return [_known(row) for row in model.Session.execute(query)]


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


def disown_others(dataset_id: str, source_id: str, identifier: str) -> None:
    """Let one record alone write a dataset, in the caller's transaction."""
    others = (sa.or_(table.c.source_id != source_id, table.c.identifier != identifier), table.c.owner)
    where = (table.c.dataset_id == dataset_id, *others)
    model.Session.execute(sa.update(table).where(*where).values(owner=False, fingerprint=""))


def heir(dataset_id: str, source_id: str) -> Known | None:
    """Return the record of another source that still shows a dataset, the first that did."""
    query = (
        _with_state()
        .join(HarvestSource, HarvestSource.id == table.c.source_id)
        .where(table.c.dataset_id == dataset_id, table.c.source_id != source_id)
        .where(table.c.archived.is_(None), HarvestSource.active)
        .order_by(table.c.first_seen, table.c.source_id)
        .limit(1)
    )
    row = model.Session.execute(query).first()
    return _known(row) if row else None


def hand_over(record: Known, heir_record: Known) -> None:
    """Let the record of another source write a dataset from its next run on, in the caller's transaction."""
    forget(record.source_id, record.identifier)
    where = (table.c.source_id == heir_record.source_id, table.c.identifier == heir_record.identifier)
    model.Session.execute(sa.update(table).where(*where).values(owner=True, fingerprint=""))


def forget(source_id: str, identifier: str) -> None:
    """Forget a record, in the caller's transaction."""
    where = (table.c.source_id == source_id, table.c.identifier == identifier)
    model.Session.execute(sa.delete(table).where(*where))


def forget_source(source_id: str) -> None:
    """Forget all that is known of a source, in the caller's transaction."""
    for each in (table, pages):
        model.Session.execute(sa.delete(each).where(each.c.source_id == source_id))


def adopt(source_id: str) -> None:
    """Know the datasets that carry the marks of a source: those that stock harvesters, or lost tables, left here."""
    if tk.check_ckan_version(min_version="2.12"):
        marked = (
            "SELECT p.extras->>'guid' AS guid, p.id FROM package p WHERE p.extras->>'harvest_source_id' = :source "
            "AND p.extras->>'guid' <> '' AND p.state = 'active'"
        )
    else:
        marked = (
            "SELECT g.value AS guid, p.id FROM package p "
            "JOIN package_extra s ON s.package_id = p.id AND s.key = 'harvest_source_id' AND s.state = 'active' "
            "JOIN package_extra g ON g.package_id = p.id AND g.key = 'guid' AND g.state = 'active' "
            "WHERE s.value = :source AND g.value <> '' AND p.state = 'active'"
        )
    harvested = (
        "SELECT o.guid, o.package_id FROM harvest_object o JOIN package p ON p.id = o.package_id "
        "WHERE o.harvest_source_id = :source AND o.current AND o.guid <> ''"
    )
    insert = f"""
        INSERT INTO archipel_harvest_record (source_id, identifier, dataset_id, first_seen, last_seen)
        SELECT DISTINCT ON (m.guid) :source, m.guid, m.id, now(), now()
        FROM ({marked} UNION ALL {harvested}) m
        WHERE NOT EXISTS (
            SELECT 1 FROM archipel_harvest_record r WHERE r.dataset_id = m.id AND r.source_id = :source
        )
        ORDER BY m.guid, m.id
        ON CONFLICT DO NOTHING
    """  # noqa: S608 the pieces are constants
    model.Session.execute(sa.text(insert), {"source": source_id})


def _with_state(*more: Any) -> "sa.sql.Select[Any]":
    query = sa.select(*COLUMNS, *more, model.Package.state.label("state"))
    return query.outerjoin(model.Package, model.Package.id == table.c.dataset_id)


def _known(row: Any) -> Known:
    return Known(**{each.name: getattr(row, each.name) for each in fields(Known)})
