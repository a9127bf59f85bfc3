"""Requests for a second person's agreement: one row a draft, gone once the dataset is published."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timezone

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.archipel.review.model import review as table

REQUESTED, RETURNED = "requested", "returned"
SETTLED = """
    DELETE FROM archipel_review r
    WHERE NOT EXISTS (SELECT 1 FROM package p WHERE p.id = r.package_id AND p.state LIKE 'draft%')
"""


@dataclass(frozen=True)
class Review:
    """A request, or the answer that sent it back; people are named by their ids, moments are in UTC."""

    package_id: str
    state: str
    requester: str
    requested: datetime
    reviewer: str | None
    message: str
    updated: datetime


@dataclass(frozen=True)
class Waiting:
    """A draft and the request about it."""

    name: str
    title: str
    review: Review


def get(package_id: str) -> Review | None:
    """Return the request about a dataset."""
    row = model.Session.execute(sa.select(table).where(table.c.package_id == package_id)).mappings().first()
    return Review(**row) if row else None


def ask(package_id: str, requester: str) -> None:
    """Keep a request, in place of an earlier one."""
    now = _now()
    values = {
        "state": REQUESTED,
        "requester": requester,
        "requested": now,
        "reviewer": None,
        "message": "",
        "updated": now,
    }
    statement = insert(table).values(package_id=package_id, **values)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["package_id"], set_=values))
    model.Session.commit()


def send_back(package_id: str, reviewer: str, message: str) -> None:
    """Keep why a dataset was sent back."""
    values = {"state": RETURNED, "reviewer": reviewer, "message": message, "updated": _now()}
    model.Session.execute(sa.update(table).where(table.c.package_id == package_id).values(**values))
    model.Session.commit()


def waiting(organization_ids: Collection[str], user_id: str) -> list[Waiting]:
    """List the drafts of organizations that await someone, and those a user asked about, the oldest first."""
    package = model.Package
    mine = sa.or_(package.owner_org.in_(list(organization_ids)), table.c.requester == user_id)
    query = (
        sa.select(package.name, package.title, table)
        .join(package, package.id == table.c.package_id)
        .where(package.state.like("draft%"), mine)
        .order_by(table.c.requested)
    )
    rows = model.Session.execute(query).mappings().all()
    names = {column.name for column in table.c}
    return [
        Waiting(row["name"], row["title"] or row["name"], Review(**{k: v for k, v in row.items() if k in names}))
        for row in rows
    ]


def forget_settled() -> None:
    """Forget the requests about datasets that are no longer drafts, or no longer exist."""
    # Done at each save: a text is sent as it is, an expression is put together and compiled each time.
    model.Session.execute(sa.text(SETTLED))


def _now() -> datetime:
    return datetime.now(timezone.utc)
