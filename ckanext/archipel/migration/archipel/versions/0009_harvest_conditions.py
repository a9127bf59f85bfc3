"""What lets the server of a harvested page answer that it did not change."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    column = sa.Column("conditions", sa.UnicodeText, nullable=False, server_default="")
    op.add_column("archipel_harvest_page", column)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("archipel_harvest_page", "conditions")
