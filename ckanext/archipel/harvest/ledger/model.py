"""The tables of harvests; no foreign key to those of CKAN and of ckanext-harvest."""

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

MOMENT = sa.DateTime(timezone=True)
# Counted page by page; `elsewhere` are records that another source gives the portal, `gone` those that left, and
# `tries` the times that a worker took the run since its last progress.
PAGE_COUNTERS = ("pages", "seen", "added", "updated", "unmodified", "deleted", "errored", "elsewhere")
COUNTERS = (*PAGE_COUNTERS, "gone", "tries")

run = sa.Table(
    "archipel_harvest_run",
    model.meta.metadata,
    # That of the job of ckanext-harvest.
    sa.Column("id", sa.UnicodeText, primary_key=True),
    sa.Column("source_id", sa.UnicodeText, nullable=False),
    sa.Column("state", sa.UnicodeText, nullable=False),
    # After which page to go on.
    sa.Column("cursor", sa.UnicodeText),
    # Whether the last page was read.
    sa.Column("whole", sa.Boolean, nullable=False, default=False),
    # Whether records were met that nobody can tell apart, so that none may be said to have left.
    sa.Column("lossy", sa.Boolean, nullable=False, default=False),
    sa.Column("total", sa.Integer),
    *(sa.Column(name, sa.Integer, nullable=False, default=0) for name in COUNTERS),
    sa.Column("spent_seconds", sa.Float, nullable=False, default=0.0),
    sa.Column("message", sa.UnicodeText, nullable=False, default=""),
    # Who works on it, for which queued task, and until when nobody else may.
    sa.Column("holder", sa.UnicodeText, nullable=False, default=""),
    sa.Column("queue_job", sa.UnicodeText, nullable=False, default=""),
    sa.Column("lease_until", MOMENT, nullable=False),
    sa.Column("created", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    sa.Column("finished", MOMENT),
    # How many records of the catalogue are no dataset, by reason.
    sa.Column("left_out", postgresql.JSONB, nullable=False, default=dict),
    # Who decided on the removals that awaited a person.
    sa.Column("decided_by", sa.UnicodeText, nullable=False, default=""),
)

record = sa.Table(
    "archipel_harvest_record",
    model.meta.metadata,
    sa.Column("source_id", sa.UnicodeText, primary_key=True),
    sa.Column("identifier", sa.UnicodeText, primary_key=True),
    sa.Column("uri", sa.UnicodeText, nullable=False, default=""),
    # What other catalogues may call it.
    sa.Column("names", postgresql.ARRAY(sa.UnicodeText), nullable=False, default=list),
    sa.Column("dataset_id", sa.UnicodeText),
    # Whether this source writes the dataset; another may know the same one.
    sa.Column("owner", sa.Boolean, nullable=False, default=True),
    # Of the mapped dataset and of the mapping's version; empty when it is to be written again.
    sa.Column("fingerprint", sa.UnicodeText, nullable=False, default=""),
    # The last run that wrote the dataset, and what that was: a page read again counts the same.
    sa.Column("written_run", sa.UnicodeText, nullable=False, default=""),
    sa.Column("outcome", sa.UnicodeText, nullable=False, default=""),
    sa.Column("seen_run", sa.UnicodeText, nullable=False, default=""),
    sa.Column("first_seen", MOMENT, nullable=False),
    sa.Column("last_seen", MOMENT, nullable=False),
    sa.Column("archived", MOMENT),
    # When its dataset was deleted, after it had been archived for long.
    sa.Column("removed", MOMENT),
)

page = sa.Table(
    "archipel_harvest_page",
    model.meta.metadata,
    sa.Column("source_id", sa.UnicodeText, primary_key=True),
    # The cursor that led to the page; empty for the first.
    sa.Column("cursor", sa.UnicodeText, primary_key=True),
    sa.Column("digest", sa.UnicodeText, nullable=False),
    sa.Column("following", sa.UnicodeText),
    sa.Column("identifiers", postgresql.ARRAY(sa.UnicodeText), nullable=False),
    sa.Column("run_id", sa.UnicodeText, nullable=False),
    # What its server may be asked with whether it changed at all, as `runs.reading` writes it.
    sa.Column("conditions", sa.UnicodeText, nullable=False, default=""),
    # As the run's, for the next one that finds the page unchanged.
    sa.Column("left_out", postgresql.JSONB, nullable=False, default=dict),
)

lock = sa.Table(
    "archipel_harvest_lock",
    model.meta.metadata,
    sa.Column("dataset_id", sa.UnicodeText, primary_key=True),
    sa.Column("field", sa.UnicodeText, primary_key=True),
    sa.Column("user", sa.UnicodeText, nullable=False),
    sa.Column("locked", MOMENT, nullable=False),
    # What the source says, as JSON, while it is not what the portal keeps.
    sa.Column("source_value", sa.UnicodeText),
    sa.Column("differs_since", MOMENT),
)
