"""The table of links; no foreign key to CKAN's, which would break purging."""

import sqlalchemy as sa
from ckan import model

MOMENT = sa.DateTime(timezone=True)

link = sa.Table(
    "archipel_link",
    model.meta.metadata,
    sa.Column("url", sa.UnicodeText, primary_key=True),
    sa.Column("status", sa.Integer),
    sa.Column("error", sa.UnicodeText),
    sa.Column("checked", MOMENT, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_check", MOMENT, nullable=False, index=True),
)
