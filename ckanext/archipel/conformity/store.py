"""What checks found, one row a dataset, and which stored fragments have not been checked as they are."""
# ruff: noqa: S608 - the queries are put together from constants of ours; values are bound

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.archipel.catalogue.store import PUBLIC
from ckanext.archipel.conformity.check import Finding
from ckanext.archipel.conformity.model import conformity as table

CHECKABLE = f"""
    FROM archipel_dataset_rdf r JOIN package p ON p.id = r.dataset_id
    LEFT JOIN archipel_conformity c ON c.dataset_id = r.dataset_id
    WHERE {PUBLIC} AND r.error IS NULL AND r.nt IS NOT NULL
"""


@dataclass(frozen=True)
class Fragment:
    """A stored fragment that is to be checked: its dataset, its version, its packed N-Triples."""

    dataset_id: str
    version: str
    packed: bytes


@dataclass(frozen=True)
class Checked:
    """What the check of one version of a dataset found, and what the export to the letter leaves out."""

    dataset_id: str
    version: str
    findings: tuple[Finding, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def violations(self) -> int:
        """Count the broken rules."""
        return sum(found.severity == "violation" for found in self.findings)


def unchecked(rules: str, limit: int) -> list[Fragment]:
    """Return fragments that were not checked as they are, with the rules of this digest."""
    sql = f"""
        SELECT r.dataset_id, r.version || :rules, r.nt {CHECKABLE}
        AND c.version IS DISTINCT FROM r.version || :rules ORDER BY r.dataset_id LIMIT :limit
    """
    rows = model.Session.execute(sa.text(sql), {"rules": rules, "limit": limit})
    return [Fragment(row[0], row[1], bytes(row[2])) for row in rows]


def count_unchecked(rules: str) -> int:
    """Count what `unchecked` would return."""
    sql = f"SELECT count(*) {CHECKABLE} AND c.version IS DISTINCT FROM r.version || :rules"
    return int(model.Session.execute(sa.text(sql), {"rules": rules}).scalar_one())


def save(checks: Iterable[Checked]) -> None:
    """Store what checks found, in a transaction of its own."""
    rows = [_row(checked) for checked in checks]
    if not rows:
        return
    statement = insert(table)
    changes = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    with model.meta.engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["dataset_id"], set_=changes), rows)


def _row(checked: Checked) -> dict[str, Any]:
    return {
        "dataset_id": checked.dataset_id,
        "version": checked.version,
        "violations": checked.violations,
        "warnings": len(checked.findings) - checked.violations,
        "findings": json.dumps([found.as_json() for found in checked.findings], ensure_ascii=False),
        "left_out": json.dumps(checked.left_out, ensure_ascii=False),
        "checked": datetime.now(timezone.utc),
    }


def conforms(dataset_ids: Iterable[str]) -> dict[str, bool]:
    """Tell of each checked dataset whether it breaks no rule."""
    # Asked at each save: a text is sent as it is, an expression is put together and compiled each time.
    sql = sa.text("SELECT dataset_id, violations = 0 FROM archipel_conformity WHERE dataset_id = ANY(:ids)")
    return {row[0]: row[1] for row in model.Session.execute(sql, {"ids": list(dataset_ids)})}


def report(dataset_id: str) -> Mapping[str, Any] | None:
    """Return what the last check of a dataset found, and whether the dataset is still what was checked."""
    sql = """
        SELECT c.violations, c.warnings, c.findings, c.left_out, c.checked,
               r.version IS NOT NULL AND c.version LIKE r.version || '%' AS current
        FROM archipel_conformity c LEFT JOIN archipel_dataset_rdf r ON r.dataset_id = c.dataset_id
        WHERE c.dataset_id = :id
    """
    row = model.Session.execute(sa.text(sql), {"id": dataset_id}).mappings().first()
    if row is None:
        return None
    return {**row, "findings": json.loads(row["findings"]), "left_out": json.loads(row["left_out"])}


def broken(limit: int, offset: int = 0) -> tuple[int, list[dict[str, Any]]]:
    """Return how many public datasets break a rule, and some of them with what they break, the worst first."""
    condition = f"FROM archipel_conformity c JOIN package p ON p.id = c.dataset_id WHERE {PUBLIC} AND c.violations > 0"
    count = model.Session.execute(sa.text(f"SELECT count(*) {condition}")).scalar_one()
    sql = f"SELECT p.name, p.title, c.violations, c.findings, c.checked {condition} ORDER BY c.violations DESC, p.name"
    rows = model.Session.execute(
        sa.text(f"{sql} LIMIT :limit OFFSET :offset"), {"limit": limit, "offset": offset}
    ).mappings()
    return int(count), [{**row, "findings": _violations(row["findings"])} for row in rows]


def totals() -> tuple[int, int]:
    """Return how many public datasets were checked, and how many break no rule."""
    sql = f"""
        SELECT count(*), count(*) FILTER (WHERE c.violations = 0)
        FROM archipel_conformity c JOIN package p ON p.id = c.dataset_id WHERE {PUBLIC}
    """
    row = model.Session.execute(sa.text(sql)).one()
    return int(row[0]), int(row[1])


def forget_absent() -> int:
    """Forget the datasets that are purged, deleted or hidden; return how many."""
    sql = f"""
        DELETE FROM archipel_conformity c
        WHERE NOT EXISTS (SELECT 1 FROM package p WHERE p.id = c.dataset_id AND {PUBLIC})
    """
    with model.meta.engine.begin() as connection:
        return int(connection.execute(sa.text(sql)).rowcount)


def expire() -> None:
    """Have every dataset checked again; until then the last report stays."""
    with model.meta.engine.begin() as connection:
        connection.execute(sa.update(table).values(version=""))


def _violations(findings: str) -> list[dict[str, Any]]:
    return [found for found in json.loads(findings) if found["severity"] == "violation"]
