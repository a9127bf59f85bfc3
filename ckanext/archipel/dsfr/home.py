"""What the home page shows: counts, themes, latest datasets, projects of the lab."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError

from ckanext.archipel.lab import PROJECT_TYPE
from ckanext.archipel.vocabulary import Term, vocabulary

THEME_FACET = "vocab_lab_theme"
LATEST = 3
NOTHING: dict[str, Any] = {"count": 0, "results": []}
PICTOGRAMS = {
    "social-egalite": "environment/human-cooperation",
    "economie-societe": "institutions/money",
    "immobilier-logement": "buildings/house",
    "vie-quotidienne-solidarite": "leisure/community",
    "agriculture-alimentation": "environment/food",
    "environnement-transition-ecologique": "environment/leaf",
    "energie-ressources": "environment/sun",
    "transports-infrastructures": "map/map",
    "innovation-numerique": "digital/innovation",
    "territoires-ruralite": "environment/mountain",
    "jeunesse-insertion": "buildings/school",
    "arts-culture": "leisure/culture",
}
DEFAULT_PICTOGRAM = "digital/data-visualization"


@dataclass(frozen=True)
class Tile:
    """One of the themes offered on the home page."""

    slug: str
    label: str
    pictogram: str
    count: int


@dataclass(frozen=True)
class Home:
    """The figures and lists of the home page; all empty when the search engine does not answer."""

    dataset_count: int = 0
    organization_count: int = 0
    project_count: int = 0
    latest: list[dict[str, Any]] = field(default_factory=list)
    themes: list[Tile] = field(default_factory=list)
    projects: list[dict[str, Any]] = field(default_factory=list)


def read_home(language: str) -> Home:
    """Gather the home page in one search for the datasets and one for the projects."""
    try:
        datasets = _newest(tk.h.default_package_type(), [THEME_FACET, "organization"])
        projects = _newest(PROJECT_TYPE, []) if p.plugin_loaded("archipel_lab") else NOTHING
    except SearchError:
        return Home(themes=theme_tiles({}, language))
    facets = datasets["facets"]
    return Home(
        dataset_count=datasets["count"],
        organization_count=len(facets.get("organization", {})),
        project_count=projects["count"],
        latest=datasets["results"],
        themes=theme_tiles(facets.get(THEME_FACET, {}), language),
        projects=projects["results"],
    )


def theme_tiles(counts: dict[str, int], language: str) -> list[Tile]:
    """Return the tile of every theme of the lab, with or without datasets."""
    return [_tile(term, counts, language) for term in vocabulary("lab_themes").offered()]


def _tile(term: Term, counts: dict[str, int], language: str) -> Tile:
    pictogram = PICTOGRAMS.get(term.id, DEFAULT_PICTOGRAM)
    return Tile(term.id, term.label(language), pictogram, counts.get(term.id, 0))


def _newest(dataset_type: str, facets: list[str]) -> dict[str, Any]:
    query = {
        "fq": f"+dataset_type:{dataset_type}",
        "sort": "metadata_created desc",
        "rows": LATEST,
        "facet": bool(facets),
        "facet.field": facets,
        "facet.limit": -1,
    }
    return tk.get_action("package_search")({}, query)
