"""Requests for a second person's agreement. No foreign key to CKAN's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "archipel_review",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("requester", sa.UnicodeText, nullable=False, index=True),
        sa.Column("requested", MOMENT, nullable=False),
        sa.Column("reviewer", sa.UnicodeText),
        sa.Column("message", sa.UnicodeText, nullable=False, server_default=""),
        sa.Column("updated", MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop it; the datasets that wait stay drafts."""
    op.drop_table("archipel_review")
