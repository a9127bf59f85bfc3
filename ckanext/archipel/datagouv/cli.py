"""The command `ckan archipel datagouv check`."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.archipel.datagouv.rules import check
from ckanext.archipel.datagouv.score import score
from ckanext.archipel.rdf.profile import own_hosts

BATCH = 100


@click.group(short_help="Ce que data.gouv.fr garde du portail.")
def datagouv() -> None:
    """Ce que data.gouv.fr garde du portail."""


@datagouv.command("check", short_help="Dit ce que data.gouv.fr changerait ou perdrait, jeu par jeu.")
@click.argument("organization", required=False)
def check_command(organization: str | None) -> None:
    """Dit, pour chaque jeu de données public (d'une ORGANISATION), ce que data.gouv.fr changerait ou perdrait."""
    today, hosts = datetime.now(timezone.utc).date(), own_hosts()
    total, found, points = _search(organization, 0, 0)[0], Counter[str](), 0
    if not total:
        click.echo(
            "Aucun jeu de données public" + (f" dans l'organisation « {organization} »." if organization else ".")
        )
        return
    reports: list[str] = []
    with click.progressbar(_datasets(organization), length=total, label="Examen") as datasets:
        for dataset in datasets:
            findings, result = check(dataset, hosts), score(dataset, today)
            found.update(finding.severity for finding in findings)
            points += result.points
            missing = ", ".join(name for name, met in result.criteria.items() if not met)
            reports.append(f"\n{dataset['title']} ({dataset['name']}) : qualité {result.points}/9")
            reports += [f"  il manque : {missing}"] if missing else []
            reports += [f"  [{finding.severity}] {finding.message}" for finding in findings]
    click.echo("\n".join(reports))
    told = ", ".join(f"{number} {severity}" for severity, number in sorted(found.items())) or "rien à signaler"
    click.echo(f"\n{total} jeux de données, qualité moyenne {points / total:.1f}/9 : {told}.")


def _datasets(organization: str | None) -> Iterator[dict[str, Any]]:
    start = 0
    while results := _search(organization, start, BATCH)[1]:
        yield from results
        start += BATCH


def _search(organization: str | None, start: int, rows: int) -> tuple[int, list[dict[str, Any]]]:
    filters = ["+dataset_type:dataset", "+state:active", "+capacity:public"]
    if organization:
        escaped = organization.replace("\\", "\\\\").replace('"', '\\"')
        filters.append(f'+organization:"{escaped}"')
    query = {"fq_list": filters, "start": start, "rows": rows, "sort": "id asc"}
    found = tk.get_action("package_search")({"ignore_auth": True}, query)
    return found["count"], found["results"]


COMMANDS = (datagouv,)
