"""Which catalogue of the region a source of the portal is of, and which catalogue is preferred. Free of CKAN."""

from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.sources.definition import Definition, definitions


@dataclass(frozen=True)
class Here:
    """A source of the portal: what tells which catalogue it is of."""

    id: str
    name: str
    url: str
    config: str


def source_among(here: Iterable[Here], definition: Definition) -> Here | None:
    """Return the source of a catalogue: the one named after it, else one that reads it."""
    found = [each for each in here if is_of(each, definition)]
    return min(found, key=lambda each: each.name != definition.source_name, default=None)


def is_of(here: Here, definition: Definition) -> bool:
    """Tell whether a source is of a catalogue: named after it, or at its address.

    Several organizations of data.gouv.fr have one address: what is taken there tells whose a source is.
    """
    if any(here.name == each.source_name for each in definitions()):
        return here.name == definition.source_name
    if _address(here.url) != _address(definition.endpoint):
        return False
    others = [each for each in definitions() if _address(each.endpoint) == _address(here.url)]
    return len(others) <= 1 or _takes(here.config, definition)


def comes_before(here: Here, other: Here) -> bool:
    """Tell whether what both sources give is rather the first one's; nothing is known of unranked catalogues."""
    first, second = _rank(here), _rank(other)
    return bool(first and second) and first < second


def _rank(here: Here) -> int:
    return next((each.rank for each in definitions() if is_of(here, each)), 0)


def _takes(config: str, definition: Definition) -> bool:
    written = settings.read_if_valid(config)
    if written is None:
        return False
    same_territory = set(written.default_territory) == set(definition.territory)
    return same_territory and definition.filters.items() <= written.filters.items()


def _address(url: str) -> str:
    return url.rstrip("/")
