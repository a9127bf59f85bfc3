"""What the check of each dataset against DCAT-AP found. No foreign key to CKAN's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "archipel_conformity",
        sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
        sa.Column("version", sa.UnicodeText, nullable=False),
        sa.Column("violations", sa.Integer, nullable=False),
        sa.Column("warnings", sa.Integer, nullable=False),
        sa.Column("findings", sa.UnicodeText, nullable=False),
        sa.Column("left_out", sa.UnicodeText, nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop it; every dataset can be checked again."""
    op.drop_table("archipel_conformity")
