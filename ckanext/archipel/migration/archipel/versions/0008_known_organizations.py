"""Organizations whose feed was read: purged, they still answer at its address. No foreign key to CKAN's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "archipel_known_organization",
        sa.Column("organization_id", sa.UnicodeText, primary_key=True),
        sa.Column("title", sa.UnicodeText, nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("archipel_known_organization")
