"""Notes what becomes of records, in the transaction of their datasets themselves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.archipel.harvest.ledger import journal, records, sharing
from ckanext.archipel.harvest.writing.target import Target


@dataclass(frozen=True)
class Written:
    """A record that was written, and what the log says of it besides what its target tells."""

    target: Target
    dataset_id: str
    outcome: str
    details: Mapping[str, Any] = field(default_factory=dict)


def note(written: Sequence[Written]) -> None:
    """Note records of one source: what the next run will know of them, and what the log of this one shows."""
    records.save_all(written[0].target.source_id, {each.target.identifier: _known(each) for each in written})
    for each in written:
        if each.target.dataset_id is not None:
            sharing.disown_others(each.dataset_id, each.target.source_id, each.target.identifier)
            journal.release(each.dataset_id, each.target.source_id)
    journal.note_all([_entry(each) for each in written])


def _known(written: Written) -> dict[str, Any]:
    target = written.target
    return {
        "uri": target.uri,
        "names": sorted(target.names),
        "dataset_id": written.dataset_id,
        "owner": True,
        "fingerprint": target.fingerprint,
        "written_run": target.run_id,
        "outcome": written.outcome,
        "archived": None,
        "removed": None,
    }


def _entry(written: Written) -> journal.Entry:
    target = written.target
    details = {**written.details, "warnings": [*target.warnings, *target.mended]}
    return journal.Entry(
        target.run_id,
        target.source_id,
        target.identifier,
        written.outcome,
        written.dataset_id,
        json.dumps(dict(target.dataset), ensure_ascii=False, default=str),
        {key: value for key, value in details.items() if value},
    )
