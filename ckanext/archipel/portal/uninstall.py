"""Leaves behind a portal that CKAN can run without us; every step is first told, then done if asked."""

from collections.abc import Iterator
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.archipel.catalogue.addresses import renamed
from ckanext.archipel.harvest import SOURCE_TYPE
from ckanext.archipel.portal import datasets
from ckanext.archipel.portal.keywords import as_stock_list, is_stock

PROJECT_TYPE = "projet"
# What nothing can compute again: the addresses that others know us by, should we be installed again one day.
KEPT = ("archipel_alembic_version", "archipel_file_address", "archipel_known_organization")


@dataclass
class Finding:
    """What one dataset, project or harvest source becomes, and what stops it."""

    what: str
    problem: str = ""
    changes: bool = True


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
        name = datasets.stored(project_id)["name"]
        finding = Finding(f"{name} : projet {'supprimé' if delete else 'gardé, sans page'}", changes=delete)
        if delete and apply:
            _try(finding, "package_delete", {"id": project_id})
        yield finding


def harvest_sources(apply: bool) -> Iterator[Finding]:
    """Deactivate the harvest sources that only our harvester knows; their datasets stay."""
    if not p.plugin_loaded("harvest"):
        return
    for source in tk.get_action("harvest_source_list")(datasets.administrator(), {"only_active": True}):
        if source["type"] == SOURCE_TYPE:
            finding = Finding(f"{source['title']} : source de moissonnage désactivée")
            if apply:
                _try(finding, "harvest_source_delete", {"id": source["id"]})
            yield finding


def own_tables(apply: bool) -> Iterator[Finding]:
    """Empty the tables of our own: what they hold can be computed again, or asked again for a draft that awaits."""
    for name in sorted(sa.inspect(model.Session.get_bind()).get_table_names()):
        if not name.startswith("archipel_") or name in KEPT:
            continue
        table = sa.table(name)
        count = model.Session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        if not count:
            continue
        if apply:
            model.Session.execute(sa.delete(table))
            model.Session.commit()
        yield Finding(f"{name} : table vidée de ses {count} lignes")


def renamed_files() -> Iterator[Finding]:
    """Name the public files that CKAN alone will export at another address than ours, which data.gouv.fr knows."""
    for file in renamed():
        yield Finding(f"{file.dataset} : « {file.before} » sera exporté sous « {file.after} »", changes=False)


def _try(finding: Finding, action: str, data: dict[str, object]) -> None:
    try:
        tk.get_action(action)(datasets.administrator(), data)
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        finding.problem = f"non fait : {error}"
