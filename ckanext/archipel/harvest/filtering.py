"""Keeps what a source is to take of a catalogue that cannot be asked for it, judging each dataset once it is mapped."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ckanext.archipel import territory
from ckanext.archipel.dataset.fields import normalise_term
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import Kind, RemotePage, RemoteRecord, SourceSettings
from ckanext.archipel.harvest.rdf_page import PARSE_ERRORS
from ckanext.archipel.vocabulary import fold

Dataset = Mapping[str, Any]

# What of its publisher may name who a dataset is from.
PUBLISHER = ("identifier", "name", "url")
# Where a dataset says its themes, and the code lists that name them.
THEMES = ("theme", "topic_category", "lab_theme", "hvd_category")
THEME_LISTS = ("data_theme", "inspire_theme", "topic_category", "lab_themes", "hvd_category")
UNKNOWN_FILTER = "Filtre inconnu dans la configuration de la source : « {} ». Ceux qui existent : {}."
UNKNOWN_TERRITORY = "Le filtre de la source par territoire, « {} », ne désigne aucun territoire connu : corrigez-le."


def narrowed(kind: Kind, source: SourceSettings, pages: Iterable[RemotePage]) -> Iterator[RemotePage]:
    """Yield the pages without the records that the filters which this kind of catalogue does not know leave out."""
    if unknown := sorted(source.filters.keys() - PASSES.keys()):
        raise PageError(UNKNOWN_FILTER.format(unknown[0][:80], ", ".join(sorted(PASSES))))
    filters = {name: value for name, value in source.filters.items() if value and name not in kind.filters}
    if "territory" in filters and territory.zone_of(filters["territory"]) is None:
        raise PageError(UNKNOWN_TERRITORY.format(filters["territory"][:80]))
    for page in pages:
        kept = [record for record in page.records if _is_kept(kind, source, record, filters)] if filters else None
        yield page if kept is None else replace(page, records=kept)


def is_wanted(dataset: Dataset, filters: Mapping[str, str]) -> bool:
    """Tell whether a mapped dataset passes all of these filters."""
    return all(PASSES[name](dataset, value) for name, value in filters.items())


def _is_kept(kind: Kind, source: SourceSettings, record: RemoteRecord, filters: Mapping[str, str]) -> bool:
    """Keep what is wanted, and what cannot be judged: it is told as refused, and nothing of it is removed."""
    if record.problem:
        return True
    try:
        return is_wanted(kind.map(record, source).dataset, filters)
    except PARSE_ERRORS:
        return True


def _organization(dataset: Dataset, wanted: str) -> bool:
    named = (entry.get(key) for entry in dataset.get("publisher", []) for key in PUBLISHER)
    return fold(wanted) in {fold(str(name)) for name in named if name}


def _keyword(dataset: Dataset, wanted: str) -> bool:
    return fold(wanted) in {fold(tag["name"]) for tag in dataset.get("tags", [])}


def _theme(dataset: Dataset, wanted: str) -> bool:
    known = {term for name in THEME_LISTS if (term := normalise_term(name, wanted))}
    return bool({wanted, *known} & {theme for key in THEMES for theme in dataset.get(key, [])})


def _territory(dataset: Dataset, wanted: str) -> bool:
    """Tell whether a dataset is about the territory or a part of it."""
    return territory.zone_of(wanted) in territory.ancestors(dataset.get("territory", []))


PASSES: Mapping[str, Callable[[Dataset, str], bool]] = {
    "organization": _organization,
    "keyword": _keyword,
    "theme": _theme,
    "territory": _territory,
}
