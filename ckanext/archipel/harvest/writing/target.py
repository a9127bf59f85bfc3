"""One record to write. Free of CKAN."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
    """A record to write: the mapped dataset, and the dataset here that it updates, if any."""

    run_id: str
    source_id: str
    identifier: str
    dataset: Mapping[str, Any]
    fingerprint: str
    uri: str = ""
    names: frozenset[str] = frozenset()
    warnings: Sequence[str] = ()
    dataset_id: str | None = None
    mended: list[str] = field(default_factory=list)
    # Where a person sees the record.
    link: str = ""

    @property
    def marks(self) -> list[dict[str, str]]:
        """Say where its dataset comes from: the pair (source, identifier) is its identity."""
        marks = {"guid": self.identifier, "harvest_source_id": self.source_id}
        return [{"key": key, "value": value} for key, value in marks.items()]
