"""The rows of locks, and what the source says where it differs from what the portal keeps."""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

from ckanext.archipel.harvest.ledger.model import lock as table
from ckanext.archipel.harvest.ledger.model import record


def of(dataset_id: str) -> dict[str, dict[str, Any]]:
    """Return the locks of a dataset by field: who, since when, what its source says if it differs, and since when."""
    rows = model.Session.execute(sa.select(table).where(table.c.dataset_id == dataset_id)).mappings()
    return {
        row["field"]: {
            "field": row["field"],
            "user": row["user"],
            "locked": row["locked"].isoformat(),
            "source_value": json.loads(row["source_value"]) if row["source_value"] is not None else None,
            "differs_since": row["differs_since"].isoformat() if row["differs_since"] else None,
        }
        for row in rows
    }


def lock(dataset_id: str, field: str, user: str) -> None:
    """Lock a field, and have the next harvest compare it; a lock that is there stays as it is."""
    values = {"dataset_id": dataset_id, "field": field, "user": user, "locked": datetime.now(timezone.utc)}
    model.Session.execute(postgresql.insert(table).values(**values).on_conflict_do_nothing())
    _write_again(dataset_id)


def unlock(dataset_id: str, field: str) -> None:
    """Unlock a field, and have the next harvest write what the source says."""
    model.Session.execute(sa.delete(table).where(table.c.dataset_id == dataset_id, table.c.field == field))
    _write_again(dataset_id)


def note(dataset_id: str, differences: Mapping[str, Any]) -> None:
    """Note, in the caller's transaction, what the source now says of the locked fields where it differs."""
    moment = datetime.now(timezone.utc)
    for field, known in of(dataset_id).items():
        differs = field in differences
        value = json.dumps(differences[field], ensure_ascii=False) if differs else None
        since = (known["differs_since"] or moment) if differs else None
        where = (table.c.dataset_id == dataset_id, table.c.field == field)
        model.Session.execute(sa.update(table).where(*where).values(source_value=value, differs_since=since))


def _write_again(dataset_id: str) -> None:
    model.Session.execute(sa.update(record).where(record.c.dataset_id == dataset_id).values(fingerprint=""))
