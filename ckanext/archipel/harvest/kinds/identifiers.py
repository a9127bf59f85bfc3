"""The names inside an identifier that stay when a catalogue moves: UUIDs and French resource numbers. Free of CKAN."""

import re
from collections.abc import Iterable

NAME = re.compile(
    r"\bfr-\d{9}-[0-9a-z][0-9a-z-]{5,90}|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    re.IGNORECASE,
)


def with_lasting_names(identifiers: Iterable[str], own: str) -> frozenset[str]:
    """Return the identifiers and the lasting names they hold, without the record's own identifier."""
    written = {identifier.strip() for identifier in identifiers} | {own}
    names = {name.lower() for identifier in written for name in NAME.findall(identifier)}
    return frozenset(written | names) - {"", own}
