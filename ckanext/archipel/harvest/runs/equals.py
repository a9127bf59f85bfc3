"""Finds what other sources already gave the portal of records just read, and which source comes first."""

from collections import Counter
from collections.abc import Sequence

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.ledger import sharing
from ckanext.archipel.harvest.ledger.records import Known
from ckanext.archipel.harvest.sources.here import source_here
from ckanext.archipel.harvest.sources.matching import comes_before
from ckanext.archipel.harvest.writing.target import Target


def equals_of(source_id: str, targets: Sequence[Target]) -> dict[str, Known]:
    """Find, of new records, the records of other sources that are the same; a name that several have means nothing."""
    here = Counter(name for target in targets for name in target.names)
    if not here:
        return {}
    theirs, mine = sharing.namesakes(source_id, here.keys()), sharing.own_namesakes(source_id, here.keys())
    found: dict[str, Known] = {}
    for target in targets:
        telling = [name for name in target.names if here[name] == 1 and mine[name] <= 1 and len(theirs[name]) == 1]
        candidates = {each.dataset_id: each for name in telling for each in theirs[name] if each.state == "active"}
        if len(candidates) == 1:
            dataset_id, other = next(iter(candidates.items()))
            taken = any(each.dataset_id == dataset_id for each in found.values())
            if not taken and not sharing.is_claimed(source_id, str(dataset_id)):
                found[target.identifier] = other
    return found


def is_preferred(source_id: str, other_id: str) -> bool:
    """Tell whether a source comes before another: as the administrator set, else as the catalogues they read rank."""
    order = tk.aslist(tk.config["ckanext.archipel.harvest.preferred_sources"])
    ranks = {name: rank for rank, name in enumerate(order)}
    here, other = source_here(source_id), source_here(other_id)
    first, second = (min(ranks.get(each.id, len(order)), ranks.get(each.name, len(order))) for each in (here, other))
    return comes_before(here, other) if first == second else first < second
