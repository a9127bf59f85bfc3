"""The series that a geographic record says it is part of: another record of its catalogue. Free of CKAN."""

from collections.abc import Callable, Mapping
from typing import Any

from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds.kind import SourceSettings
from ckanext.archipel.harvest.mapping import Mapped
from ckanext.archipel.harvest.values import web_address

LOST = (
    "Série : la notice dit faire partie d'une autre, qui n'a pas de page dans son catalogue ; le lien n'est pas repris."
)


def finish_with_series(
    values: Mapping[str, Any], source: SourceSettings, page_of: Callable[[str], str], own: str
) -> Mapped:
    """Finish the values of a record whose series, named by identifiers, become pages; tell of those that have none."""
    named = [name for name in values.get("in_series", []) if name != own]
    pages = [name if web_address(name) else page_of(name) for name in named]
    mapped = finish({**values, "in_series": [page for page in pages if page]}, source)
    return mapped if all(pages) else Mapped(mapped.dataset, [*mapped.warnings, LOST])
