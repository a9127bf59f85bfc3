"""The RDF of each dataset, built once per change. No foreign key to `package`: it would break purging."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "archipel_dataset_rdf",
        sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
        sa.Column("version", sa.UnicodeText, nullable=False),
        sa.Column("uri", sa.UnicodeText),
        sa.Column("ttl", sa.LargeBinary),
        sa.Column("xml", sa.LargeBinary),
        sa.Column("jsonld", sa.LargeBinary),
        sa.Column("nt", sa.LargeBinary),
        sa.Column("repairs", sa.UnicodeText),
        sa.Column("error", sa.UnicodeText),
        sa.Column("built", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    # The fragments are compressed already.
    for column in ("ttl", "xml", "jsonld", "nt"):
        op.execute(f"ALTER TABLE archipel_dataset_rdf ALTER COLUMN {column} SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Drop it; it is only a cache."""
    op.drop_table("archipel_dataset_rdf")
