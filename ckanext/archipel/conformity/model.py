"""The table of what checks found; no foreign key to CKAN's, which would break purging."""

import sqlalchemy as sa
from ckan import model

conformity = sa.Table(
    "archipel_conformity",
    model.meta.metadata,
    sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
    sa.Column("version", sa.UnicodeText, nullable=False),
    sa.Column("violations", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("findings", sa.UnicodeText, nullable=False),
    sa.Column("left_out", sa.UnicodeText, nullable=False),
    sa.Column("checked", sa.DateTime(timezone=True), nullable=False),
)
