"""Each bulk change in one row: what was asked, how far it is, what became of each dataset."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.archipel.bulk.model import bulk as table

QUEUED, RUNNING, DONE, INTERRUPTED = "queued", "running", "done", "interrupted"
SILENCE = timedelta(minutes=10)
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Outcome:
    """What became of a dataset: `changed`, `unchanged`, or `error` with the reason in words."""

    dataset: str
    title: str
    result: str
    reason: str = ""


@dataclass(frozen=True)
class Run:
    """A bulk change; `user` is a name, `organization` an id."""

    id: str
    organization: str
    user: str
    state: str
    dataset_ids: list[str]
    changes: dict[str, Any]
    outcomes: list[Outcome]

    def to_dict(self) -> dict[str, Any]:
        """Return what the API answers."""
        return {**asdict(self), "total": len(self.dataset_ids), "done": len(self.outcomes)}


def create(organization: str, user: str, dataset_ids: Sequence[str], changes: dict[str, Any]) -> str:
    """Note a bulk change, forget those of three months ago, and return its id."""
    run_id, now = str(uuid.uuid4()), datetime.now(timezone.utc)
    model.Session.execute(sa.delete(table).where(table.c.updated < now - KEPT))
    row = {"id": run_id, "organization": organization, "user": user, "state": QUEUED, "updated": now}
    row |= {"dataset_ids": json.dumps(list(dataset_ids)), "changes": json.dumps(changes)}
    model.Session.execute(sa.insert(table).values(**row))
    model.Session.commit()
    return run_id


def get(run_id: str) -> Run | None:
    """Return a bulk change; one that has been silent for ten minutes is interrupted."""
    row = model.Session.execute(sa.select(table).where(table.c.id == run_id)).mappings().first()
    if row is None:
        return None
    silent = row["state"] in {QUEUED, RUNNING} and row["updated"] < datetime.now(timezone.utc) - SILENCE
    return Run(
        id=run_id,
        organization=row["organization"],
        user=row["user"],
        state=INTERRUPTED if silent and row["state"] == RUNNING else row["state"],
        dataset_ids=json.loads(row["dataset_ids"]),
        changes=json.loads(row["changes"]),
        outcomes=[Outcome(**outcome) for outcome in json.loads(row["outcomes"])],
    )


def update(run_id: str, state: str, outcomes: Sequence[Outcome]) -> None:
    """Keep how far a bulk change is, and commit, so that others see it."""
    values: dict[str, Any] = {"state": state, "outcomes": json.dumps([asdict(outcome) for outcome in outcomes])}
    values["updated"] = datetime.now(timezone.utc)
    model.Session.execute(sa.update(table).where(table.c.id == run_id).values(**values))
    model.Session.commit()
