"""Records of several sources that are one dataset: which of them writes it."""

from collections.abc import Collection

import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestSource
from sqlalchemy.dialects import postgresql

from ckanext.archipel.harvest.ledger.model import record as table
from ckanext.archipel.harvest.ledger.records import Known, forget, of_row, with_state


def owners(dataset_ids: Collection[str]) -> dict[str, Known]:
    """Return, of the datasets whose source still gives them, the record that writes each."""
    live = (table.c.owner, table.c.archived.is_(None), HarvestSource.active)
    query = with_state().join(HarvestSource, HarvestSource.id == table.c.source_id).where(*live)
    rows = model.Session.execute(query.where(table.c.dataset_id.in_(list(dataset_ids))))
    return {row.dataset_id: of_row(row) for row in rows}


def namesakes(source_id: str, names: Collection[str]) -> dict[str, list[Known]]:
    """Return, of each name, the owning records of other sources that have it too."""
    wanted = sa.cast(list(names), postgresql.ARRAY(sa.UnicodeText))
    query = with_state(table.c.names).where(
        table.c.names.op("&&")(wanted), table.c.source_id != source_id, table.c.owner
    )
    found: dict[str, list[Known]] = {name: [] for name in names}
    for row in model.Session.execute(query):
        for name in found.keys() & set(row.names):
            found[name].append(of_row(row))
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


def disown_others(dataset_id: str, source_id: str, identifier: str) -> None:
    """Let one record alone write a dataset, in the caller's transaction."""
    others = (sa.or_(table.c.source_id != source_id, table.c.identifier != identifier), table.c.owner)
    where = (table.c.dataset_id == dataset_id, *others)
    model.Session.execute(sa.update(table).where(*where).values(owner=False, fingerprint=""))


def heir(dataset_id: str, source_id: str) -> Known | None:
    """Return the record of another source that still shows a dataset, the first that did."""
    query = (
        with_state()
        .join(HarvestSource, HarvestSource.id == table.c.source_id)
        .where(table.c.dataset_id == dataset_id, table.c.source_id != source_id)
        .where(table.c.archived.is_(None), HarvestSource.active)
        .order_by(table.c.first_seen, table.c.source_id)
        .limit(1)
    )
    row = model.Session.execute(query).first()
    return of_row(row) if row else None


def hand_over(record: Known, heir_record: Known) -> None:
    """Let the record of another source write a dataset from its next run on, in the caller's transaction."""
    forget(record.source_id, record.identifier)
    where = (table.c.source_id == heir_record.source_id, table.c.identifier == heir_record.identifier)
    model.Session.execute(sa.update(table).where(*where).values(owner=True, fingerprint=""))
