"""The pages of each source as they were last read: one whose bytes are the same need not be read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

from ckanext.archipel.harvest.ledger import records
from ckanext.archipel.harvest.ledger.model import page as table


@dataclass(frozen=True)
class KnownPage:
    """A page as it was last read."""

    digest: str
    following: str | None
    identifiers: Sequence[str]
    run_id: str
    conditions: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)


def get(source_id: str, cursor: str | None) -> KnownPage | None:
    """Return the page that a cursor led to."""
    where = (table.c.source_id == source_id, table.c.cursor == (cursor or ""))
    names = ("digest", "following", "identifiers", "run_id", "conditions", "left_out")
    row = model.Session.execute(sa.select(*(table.c[name] for name in names)).where(*where)).first()
    return KnownPage(*row) if row else None


def unchanged_candidate(source_id: str, cursor: str | None) -> KnownPage | None:
    """Return the page that a cursor led to, provided all it held still is here."""
    found = get(source_id, cursor)
    if found is None or not found.digest or not found.identifiers:
        return None
    return found if records.all_current(source_id, found.identifiers) else None


def save(source_id: str, cursor: str | None, page: KnownPage) -> None:
    """Keep a page, in the caller's transaction."""
    values = {
        "digest": page.digest,
        "following": page.following,
        "identifiers": list(page.identifiers),
        "run_id": page.run_id,
        "conditions": page.conditions,
        "left_out": dict(page.left_out),
    }
    insert = postgresql.insert(table).values(source_id=source_id, cursor=cursor or "", **values)
    key = [table.c.source_id, table.c.cursor]
    model.Session.execute(insert.on_conflict_do_update(index_elements=key, set_=values))


def forget_others(source_id: str, run_id: str) -> None:
    """Forget the pages that a whole run did not read, in the caller's transaction."""
    model.Session.execute(sa.delete(table).where(table.c.source_id == source_id, table.c.run_id != run_id))
