"""How many records of a harvested catalogue are no dataset."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"

TABLES = ("archipel_harvest_run", "archipel_harvest_page")


def upgrade() -> None:
    """Add the columns."""
    for table in TABLES:
        op.add_column(table, sa.Column("left_out", postgresql.JSONB, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_column(table, "left_out")
