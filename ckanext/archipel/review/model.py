"""The table of requests; no foreign key to CKAN's, which would break purging."""

import sqlalchemy as sa
from ckan import model

MOMENT = sa.DateTime(timezone=True)

review = sa.Table(
    "archipel_review",
    model.meta.metadata,
    sa.Column("package_id", sa.UnicodeText, primary_key=True),
    sa.Column("state", sa.UnicodeText, nullable=False),
    sa.Column("requester", sa.UnicodeText, nullable=False, index=True),
    sa.Column("requested", MOMENT, nullable=False),
    sa.Column("reviewer", sa.UnicodeText),
    sa.Column("message", sa.UnicodeText, nullable=False, server_default=""),
    sa.Column("updated", MOMENT, nullable=False),
)
