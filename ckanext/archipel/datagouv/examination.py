"""The public datasets of the portal or of an organization, and what data.gouv.fr would make of each."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.catalogue.fragments import BAD_VALUES
from ckanext.archipel.datagouv.finding import Finding
from ckanext.archipel.datagouv.rules import check
from ckanext.archipel.datagouv.score import Score, score
from ckanext.archipel.rdf.prepare import prepared
from ckanext.archipel.rdf.profile import own_hosts

log = logging.getLogger(__name__)
BATCH = 100


@dataclass(frozen=True)
class Examined:
    """A dataset, what would be changed or lost of it, and its quality there."""

    name: str
    title: str
    findings: list[Finding]
    score: Score

    @property
    def missing(self) -> list[str]:
        """List the criteria of quality that are not met."""
        return [criterion for criterion, met in self.score.criteria.items() if not met]


def examine(dataset: dict[str, Any]) -> Examined:
    """Say what data.gouv.fr would make of a dataset; one that cannot be examined says so, and stops nothing."""
    hosts, now = own_hosts(), datetime.now(timezone.utc)
    title = dataset.get("title") or dataset["name"]
    try:
        result = score(prepared(dataset, hosts), now.date())
        return Examined(dataset["name"], title, check(dataset, hosts, now), result)
    except BAD_VALUES as error:
        log.warning("Jeu de données impossible à examiner : %s", dataset["name"], exc_info=True)
        told = f"Une de ses valeurs empêche de l'examiner, et sans doute de l'exporter ({error})."
        return Examined(dataset["name"], title, [Finding("examen", "perdu", told)], Score({}))


def datasets(organization: str | None) -> Iterator[dict[str, Any]]:
    """Yield the public datasets of the portal, or of an organization."""
    start = 0
    while results := search(organization, start, BATCH)[1]:
        yield from results
        start += BATCH


def search(organization: str | None, start: int, rows: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many public datasets there are, and some of them."""
    filters = ["+dataset_type:dataset", "+state:active", "+capacity:public"]
    if organization:
        escaped = organization.replace("\\", "\\\\").replace('"', '\\"')
        filters.append(f'+organization:"{escaped}"')
    query = {"fq_list": filters, "start": start, "rows": rows, "sort": "id asc"}
    found = tk.get_action("package_search")({"ignore_auth": True}, query)
    return found["count"], list(_with_owners(found["results"]))


def _with_owners(results: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    # An organization is the publisher and the contact of datasets that name none, by fields that search does not give.
    owners: dict[str, Any] = {}
    for dataset in results:
        owner = str(dataset.get("owner_org") or "")
        if owner and owner not in owners:
            owners[owner] = tk.get_action("organization_show")({"ignore_auth": True}, {"id": owner})
        yield {**dataset, "organization": owners.get(owner)}
