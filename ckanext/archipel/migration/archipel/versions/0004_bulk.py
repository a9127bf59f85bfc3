"""Bulk changes and how far they are. No foreign key to CKAN's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "archipel_bulk",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("organization", sa.UnicodeText, nullable=False),
        sa.Column("user", sa.UnicodeText, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("dataset_ids", sa.UnicodeText, nullable=False),
        sa.Column("changes", sa.UnicodeText, nullable=False),
        sa.Column("outcomes", sa.UnicodeText, nullable=False, server_default="[]"),
        sa.Column("updated", MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop it; the datasets keep what was changed."""
    op.drop_table("archipel_bulk")
