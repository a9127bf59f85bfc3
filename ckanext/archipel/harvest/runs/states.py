"""The states of a run, and the run as it is stored. Free of CKAN."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

RUNNING = "running"
DONE = "done"
INCOMPLETE = "incomplete"
FAILED = "failed"
AWAITING_APPROVAL = "awaiting_approval"
STOPPED = "stopped"
STATES = (RUNNING, DONE, INCOMPLETE, FAILED, AWAITING_APPROVAL, STOPPED)


@dataclass(frozen=True)
class Run:
    """A run: how far it is, what it counted, how it ended. Its id is that of ckanext-harvest's job."""

    id: str
    source_id: str
    state: str
    cursor: str | None
    whole: bool
    lossy: bool
    total: int | None
    pages: int
    seen: int
    added: int
    updated: int
    unmodified: int
    deleted: int
    errored: int
    elsewhere: int
    gone: int
    tries: int
    spent_seconds: float
    message: str
    created: datetime
    updated_at: datetime
    lease_until: datetime
    finished: datetime | None
    decided_by: str
    left_out: Mapping[str, int]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Run":
        """Read a row of the table."""
        return cls(**{each.name: row[each.name] for each in fields(cls)})

    def to_dict(self) -> dict[str, Any]:
        """Return what the API answers."""
        values = {key: value for key, value in asdict(self).items() if key not in {"cursor", "lease_until"}}
        return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}
