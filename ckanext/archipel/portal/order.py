"""Refuses a `ckan.plugins` in which another plugin would answer in our place."""

import logging
from collections.abc import Sequence

from ckan.exceptions import CkanConfigurationException

log = logging.getLogger(__name__)

OURS = ("archipel", "archipel_harvest", "archipel_lab", "archipel_dsfr")
# With one of these first, stock pages and validators would change what the portal exports or accepts.
BREAKING = {
    "archipel": ("dcat", "scheming_datasets", "scheming_organizations", "scheming_groups"),
    "archipel_harvest": ("harvest",),
    "archipel_dsfr": ("scheming_datasets",),
}
NEEDED = {
    "archipel": ("dcat", "scheming_datasets"),
    "archipel_harvest": ("archipel", "harvest"),
    "archipel_lab": ("archipel",),
}


def misplaced(plugins: Sequence[str]) -> list[tuple[str, str]]:
    """List the pairs (ours, theirs) in which theirs comes before ours."""
    rank = {name: plugins.index(name) for name in plugins}
    pairs = [(ours, theirs) for ours, others in BREAKING.items() for theirs in others]
    return [(ours, theirs) for ours, theirs in pairs if ours in rank and theirs in rank and rank[theirs] < rank[ours]]


def missing(plugins: Sequence[str]) -> list[tuple[str, str]]:
    """List the pairs (ours, needed) in which ours is there without a plugin it needs."""
    return [
        (ours, other) for ours, others in NEEDED.items() for other in others if ours in plugins and other not in plugins
    ]


def check(plugins: Sequence[str]) -> None:
    """Stop the start-up when the order is wrong or ours stands without `archipel`; warn when another is missing."""
    for ours, other in missing(plugins):
        message = (
            f"ckan.plugins : « {ours} » a besoin de « {other} », qui n'y est pas : ajoutez-le, ou retirez l'autre."
        )
        if other in OURS:
            raise CkanConfigurationException(message)
        log.warning(message)
    wrong = misplaced(plugins)
    if wrong:
        pairs = ", ".join(f"« {ours} » avant « {theirs} »" for ours, theirs in wrong)
        right_order = sorted(plugins, key=lambda name: name not in OURS)
        raise CkanConfigurationException(
            f"ckan.plugins : placez {pairs}, sinon les pages et les règles d'origine remplacent celles d'Archipel. "
            f"Écrivez : ckan.plugins = {' '.join(right_order)}"
        )
