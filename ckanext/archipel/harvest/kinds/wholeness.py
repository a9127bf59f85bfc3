"""Tells whether a catalogue gave all that it announced; only then may what it lacks be removed. Free of CKAN."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import RemoteRecord

REPEATED = "{url} redonne une page déjà lue au lieu de la suivante : lecture incomplète, rien n'est retiré."
SHORT = "{url} annonce {announced} notices mais n'en a donné que {received} : lecture incomplète, rien n'est retiré."
STALE = "Ce moissonnage a été commencé par une version précédente du portail : relancez-le."


@dataclass(frozen=True)
class Progress:
    """How many records a catalogue gave, and the most that it announced, zero when it announces nothing.

    The most, because a catalogue that gets shorter while it is read moves records to pages that were read already.
    """

    received: int = 0
    announced: int = 0
    # What the last page holds: a server that knows no paging gives it again for each that is asked.
    names: tuple[str, ...] = ()

    def after(self, url: str, records: Sequence[RemoteRecord], count: int, total: int | None) -> "Progress":
        """Return the progress once a page of so many records, not all of datasets, is read."""
        names = tuple(record.identifier for record in records)
        if names and names == self.names and total is not None:
            raise PageError(REPEATED.format(url=url))
        progress = Progress(self.received + count, max(self.announced, total or 0), names)
        if not count:
            progress.check(url)
        return progress

    @property
    def is_short(self) -> bool:
        """Tell whether records that were announced are still to come."""
        return self.received < self.announced

    def check(self, url: str) -> None:
        """Refuse the end of a catalogue that announced more than it gave."""
        if self.is_short:
            raise PageError(SHORT.format(url=url, announced=self.announced, received=self.received))


def write_cursor(*parts: Any) -> str:
    """Write where reading is to go on."""
    return json.dumps(parts)


def read_cursor(cursor: str, length: int) -> list[Any]:
    """Read where reading is to go on; PageError for what an older version of this package wrote."""
    try:
        parts = json.loads(cursor)
    except ValueError:
        parts = None
    if not isinstance(parts, list) or len(parts) != length:
        raise PageError(STALE)
    return parts
