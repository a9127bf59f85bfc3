"""Leaves behind a portal that CKAN can run without us; every step is first told, then done if asked."""

from collections.abc import Iterator
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.archipel.portal import datasets
from ckanext.archipel.portal.keywords import as_stock_list, is_stock

PROJECT_TYPE = "projet"


@dataclass
class Finding:
    """What one dataset, project or harvest source becomes, and what stops it."""

    what: str
    problem: str = ""


def convert_keywords(dataset_id: str, apply: bool) -> Finding | None:
    """Rewrite the keywords of a dataset that CKAN alone would refuse."""
    before = datasets.stored(dataset_id)
    keywords = [tag["name"] for tag in before["tags"]]
    refused = [keyword for keyword in keywords if not is_stock(keyword)]
    if not refused:
        return None
    written = as_stock_list(keywords)
    finding = Finding(
        f"{before['name']} : mots-clés {refused!r} → {[word for word in written if word not in keywords]!r}"
    )
    if apply:
        _try(finding, "package_patch", {"id": dataset_id, "tags": [{"name": keyword} for keyword in written]})
    return finding


def projects(delete: bool, apply: bool) -> Iterator[Finding]:
    """Name the projects, which no page shows without us, and delete them if asked."""
    for project_id in datasets.dataset_ids(PROJECT_TYPE):
        finding = Finding(
            f"{datasets.stored(project_id)['name']} : projet {'supprimé' if delete else 'gardé, sans page'}"
        )
        if delete and apply:
            _try(finding, "package_delete", {"id": project_id})
        yield finding


def harvest_sources(apply: bool) -> Iterator[Finding]:
    """Deactivate the harvest sources that only our harvesters know; their datasets stay."""
    if not p.plugin_loaded("harvest"):
        return
    ours = _harvester_names()
    for source in tk.get_action("harvest_source_list")(datasets.administrator(), {"only_active": True}):
        if source["type"] in ours:
            finding = Finding(f"{source['title']} : source de moissonnage ({source['type']}) désactivée")
            if apply:
                _try(finding, "harvest_source_delete", {"id": source["id"]})
            yield finding


def _harvester_names() -> set[str]:
    from ckanext.harvest.interfaces import IHarvester  # noqa: PLC0415 (ckanext-harvest may be left out)

    ours = (one for one in p.PluginImplementations(IHarvester) if type(one).__module__.startswith("ckanext.archipel."))
    return {harvester.info()["name"] for harvester in ours}


def _try(finding: Finding, action: str, data: dict[str, object]) -> None:
    try:
        tk.get_action(action)(datasets.administrator(), data)
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        finding.problem = f"non fait : {error}"
