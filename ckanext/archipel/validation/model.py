"""The tables of checks and of the documents kept for them; no foreign key to CKAN's, which would break purging."""

import sqlalchemy as sa
from ckan import model

MOMENT = sa.DateTime(timezone=True)

validation = sa.Table(
    "archipel_validation",
    model.meta.metadata,
    sa.Column("resource_id", sa.UnicodeText, primary_key=True),
    sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
    sa.Column("schema_url", sa.UnicodeText, nullable=False),
    sa.Column("fingerprint", sa.UnicodeText, nullable=False),
    sa.Column("state", sa.UnicodeText, nullable=False),
    sa.Column("rows_read", sa.Integer, nullable=False, server_default="0"),
    sa.Column("valid", sa.Boolean),
    sa.Column("error_count", sa.Integer),
    sa.Column("report", sa.UnicodeText),
    sa.Column("message", sa.UnicodeText),
    sa.Column("requested", MOMENT, nullable=False),
    sa.Column("updated", MOMENT, nullable=False),
)

kept_document = sa.Table(
    "archipel_kept_document",
    model.meta.metadata,
    sa.Column("url", sa.UnicodeText, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("etag", sa.UnicodeText, nullable=False, server_default=""),
    sa.Column("last_modified", sa.UnicodeText, nullable=False, server_default=""),
    sa.Column("checked", MOMENT, nullable=False),
)
