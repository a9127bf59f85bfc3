"""The table of bulk changes; no foreign key to CKAN's, which would break purging."""

import sqlalchemy as sa
from ckan import model

bulk = sa.Table(
    "archipel_bulk",
    model.meta.metadata,
    sa.Column("id", sa.UnicodeText, primary_key=True),
    sa.Column("organization", sa.UnicodeText, nullable=False),
    sa.Column("user", sa.UnicodeText, nullable=False),
    sa.Column("state", sa.UnicodeText, nullable=False),
    sa.Column("dataset_ids", sa.UnicodeText, nullable=False),
    sa.Column("changes", sa.UnicodeText, nullable=False),
    sa.Column("outcomes", sa.UnicodeText, nullable=False, server_default="[]"),
    sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
)
