"""Harvest runs, what each source was seen to hold, fields kept from harvests, archived datasets.

No foreign key to CKAN's tables, which would break purging, nor to ckanext-harvest's, which may not be there.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
COUNTERS = ("pages", "seen", "added", "updated", "unmodified", "deleted", "errored", "elsewhere", "gone", "tries")


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.UnicodeText, nullable=False, server_default="")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "archipel_harvest_run",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("source_id", sa.UnicodeText, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("cursor", sa.UnicodeText),
        sa.Column("whole", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("lossy", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("total", sa.Integer),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in COUNTERS),
        sa.Column("spent_seconds", sa.Float, nullable=False, server_default="0"),
        _text("message"),
        _text("holder"),
        _text("queue_job"),
        sa.Column("lease_until", MOMENT, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("finished", MOMENT),
        _text("decided_by"),
    )
    op.create_index("archipel_harvest_run_source", "archipel_harvest_run", ["source_id", "created"])
    op.create_table(
        "archipel_harvest_record",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("identifier", sa.UnicodeText, primary_key=True),
        _text("uri"),
        sa.Column("names", postgresql.ARRAY(sa.UnicodeText), nullable=False, server_default="{}"),
        sa.Column("dataset_id", sa.UnicodeText, index=True),
        sa.Column("owner", sa.Boolean, nullable=False, server_default=sa.true()),
        _text("fingerprint"),
        _text("written_run"),
        _text("outcome"),
        _text("seen_run"),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("archived", MOMENT),
        sa.Column("removed", MOMENT),
    )
    op.create_index("archipel_harvest_record_names", "archipel_harvest_record", ["names"], postgresql_using="gin")
    op.create_table(
        "archipel_harvest_page",
        sa.Column("source_id", sa.UnicodeText, primary_key=True),
        sa.Column("cursor", sa.UnicodeText, primary_key=True),
        sa.Column("digest", sa.UnicodeText, nullable=False),
        sa.Column("following", sa.UnicodeText),
        sa.Column("identifiers", postgresql.ARRAY(sa.UnicodeText), nullable=False),
        sa.Column("run_id", sa.UnicodeText, nullable=False),
    )
    op.create_table(
        "archipel_harvest_lock",
        sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
        sa.Column("field", sa.UnicodeText, primary_key=True),
        sa.Column("user", sa.UnicodeText, nullable=False),
        sa.Column("locked", MOMENT, nullable=False),
        sa.Column("source_value", sa.UnicodeText),
        sa.Column("differs_since", MOMENT),
    )
    op.create_table(
        "archipel_archived_dataset",
        sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
        sa.Column("archived", MOMENT, nullable=False),
        _text("reason"),
    )


def downgrade() -> None:
    """Drop them; the datasets stay, their next harvest finds them again by the marks they carry."""
    for table in ("archived_dataset", "harvest_lock", "harvest_page", "harvest_record", "harvest_run"):
        op.drop_table(f"archipel_{table}")
