"""The address each uploaded file was first exported at. No foreign key to CKAN's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table, and let a stored fragment tell of all it was made from."""
    op.create_table(
        "archipel_file_address",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        sa.Column("name", sa.UnicodeText, nullable=False),
    )
    op.add_column("archipel_dataset_rdf", sa.Column("content", sa.UnicodeText))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("archipel_dataset_rdf", "content")
    op.drop_table("archipel_file_address")
