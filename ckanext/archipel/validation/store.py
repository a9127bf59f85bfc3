"""The state of each file's check, kept in one row that dies with the file."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.archipel.validation.model import validation as table

QUEUED, RUNNING, DONE, FAILED, INTERRUPTED = "queued", "running", "done", "failed", "interrupted"
SILENCE = timedelta(minutes=30)


def queue(resource_id: str, package_id: str, schema_url: str, fingerprint: str) -> None:
    """Note that a check is asked for; the last report stays until the new one."""
    now = _now()
    asked = {
        "package_id": package_id,
        "schema_url": schema_url,
        "fingerprint": fingerprint,
        "state": QUEUED,
        "rows_read": 0,
        "message": None,
        "requested": now,
        "updated": now,
    }
    statement = insert(table).values(resource_id=resource_id, **asked)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["resource_id"], set_=asked))


def update(resource_id: str, **values: Any) -> None:
    """Change the row of a file, and commit, so that others see how far the check is."""
    changed = {**values, "updated": _now()}
    model.Session.execute(sa.update(table).where(table.c.resource_id == resource_id).values(**changed))
    model.Session.commit()


def finish(resource_id: str, report: Mapping[str, Any]) -> None:
    """Keep the report of a check that ran to its end."""
    update(
        resource_id,
        state=DONE,
        rows_read=report["rows"],
        valid=report["valid"],
        error_count=report["error_count"],
        report=json.dumps(report, ensure_ascii=False),
        message=None,
    )


def fail(resource_id: str, message: str) -> None:
    """Say why a check could not be done; a report of another file would mislead, so it goes."""
    update(resource_id, state=FAILED, valid=None, error_count=None, report=None, message=message)


def get(resource_id: str) -> dict[str, Any] | None:
    """Return the state and the report of a file's check."""
    row = model.Session.execute(sa.select(table).where(table.c.resource_id == resource_id)).mappings().first()
    if row is None:
        return None
    silent = row["updated"] < _now() - SILENCE
    state = INTERRUPTED if row["state"] in {QUEUED, RUNNING} and silent else row["state"]
    report = json.loads(row["report"]) if row["report"] else None
    return {**row, "state": state, "report": report, **{key: row[key].isoformat() for key in ("requested", "updated")}}


def fingerprints(package_id: str) -> dict[str, str]:
    """Return the fingerprint of each checked file of a dataset."""
    # Asked at each save: a text is sent as it is, an expression is put together and compiled each time.
    sql = sa.text("SELECT resource_id, fingerprint FROM archipel_validation WHERE package_id = :id")
    return {row[0]: row[1] for row in model.Session.execute(sql, {"id": package_id})}


def outcomes(resource_ids: Collection[str]) -> dict[str, tuple[str, bool | None, int | None]]:
    """Return state, validity and number of errors of each file that has been checked."""
    columns = sa.select(table.c.resource_id, table.c.state, table.c.valid, table.c.error_count)
    rows = model.Session.execute(columns.where(table.c.resource_id.in_(list(resource_ids))))
    return {row.resource_id: (row.state, row.valid, row.error_count) for row in rows}


def delete(resource_ids: Collection[str]) -> None:
    """Forget the checks of files that are gone, or have no table schema any more."""
    model.Session.execute(sa.delete(table).where(table.c.resource_id.in_(list(resource_ids))))


def delete_orphans() -> None:
    """Forget the checks of purged datasets."""
    kept = sa.select(model.Package.id).where(model.Package.id == table.c.package_id)
    model.Session.execute(sa.delete(table).where(~sa.exists(kept)).execution_options(synchronize_session=False))


def _now() -> datetime:
    return datetime.now(timezone.utc)
