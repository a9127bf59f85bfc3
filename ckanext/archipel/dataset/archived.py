"""Datasets that left their catalogue: their page stays, search and catalogue leave them out."""

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model

ARCHIVED = "archived"

table = sa.Table(
    "archipel_archived_dataset",
    model.meta.metadata,
    sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
    sa.Column("archived", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reason", sa.UnicodeText, nullable=False, default=""),
)

# For the queries that say what is public, on `package p`.
NOT_ARCHIVED = "NOT EXISTS (SELECT 1 FROM archipel_archived_dataset a WHERE a.dataset_id = p.id)"


def archive(dataset_id: str, reason: str) -> None:
    """Archive a dataset, in the caller's transaction; it has to be indexed again afterwards."""
    if archived_since(dataset_id) is None:
        now = datetime.now(timezone.utc)
        row = {"dataset_id": dataset_id, "archived": now, "reason": reason}
        model.Session.execute(sa.insert(table).values(**row))


def restore(dataset_id: str) -> None:
    """Put an archived dataset back, in the caller's transaction; it has to be indexed again afterwards."""
    model.Session.execute(sa.delete(table).where(table.c.dataset_id == dataset_id))


def archived_since(dataset_id: str) -> datetime | None:
    """Return when a dataset was archived, if it is."""
    # Asked at each save: a text is sent as it is, an expression is put together and compiled each time.
    query = sa.text("SELECT archived FROM archipel_archived_dataset WHERE dataset_id = :id")
    moment = model.Session.execute(query, {"id": dataset_id}).scalar()
    return moment if isinstance(moment, datetime) else None


def index_archived(pkg_dict: dict[str, Any]) -> dict[str, Any]:
    """Give an archived dataset a state of its own in the index, which no search asks for; its page reads the rest."""
    if pkg_dict.get("state") == "active" and archived_since(pkg_dict["id"]):
        pkg_dict["state"] = ARCHIVED
    return pkg_dict


def archipel_archived_since(dataset_id: str) -> datetime | None:
    """Tell templates when a dataset was archived, if it is."""
    return archived_since(dataset_id)


__all__ = ["archipel_archived_since"]
