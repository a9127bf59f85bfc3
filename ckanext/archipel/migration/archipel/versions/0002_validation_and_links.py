"""Checks of tables, documents kept for them, and states of links. No foreign key to CKAN's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "archipel_validation",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("schema_url", sa.UnicodeText, nullable=False),
        sa.Column("fingerprint", sa.UnicodeText, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("rows_read", sa.Integer, nullable=False, server_default="0"),
        sa.Column("valid", sa.Boolean),
        sa.Column("error_count", sa.Integer),
        sa.Column("report", sa.UnicodeText),
        sa.Column("message", sa.UnicodeText),
        sa.Column("requested", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
    )
    op.create_table(
        "archipel_kept_document",
        sa.Column("url", sa.UnicodeText, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("etag", sa.UnicodeText, nullable=False, server_default=""),
        sa.Column("last_modified", sa.UnicodeText, nullable=False, server_default=""),
        sa.Column("checked", MOMENT, nullable=False),
    )
    op.create_table(
        "archipel_link",
        sa.Column("url", sa.UnicodeText, primary_key=True),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.UnicodeText),
        sa.Column("checked", MOMENT, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_check", MOMENT, nullable=False, index=True),
    )


def downgrade() -> None:
    """Drop them; they hold nothing that cannot be computed again."""
    for table in ("archipel_link", "archipel_kept_document", "archipel_validation"):
        op.drop_table(table)
