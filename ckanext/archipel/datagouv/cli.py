"""The commands `ckan archipel datagouv`."""

from collections import Counter

import click

from ckanext.archipel.datagouv.examination import Examined, datasets, examine, search

__all__ = ["datagouv"]


@click.group(short_help="Ce que data.gouv.fr reçoit et garde du portail.")
def datagouv() -> None:
    """Ce que data.gouv.fr reçoit et garde du portail."""


@datagouv.command("check", short_help="Dit ce que data.gouv.fr changerait ou perdrait, jeu par jeu.")
@click.argument("organization", required=False)
def check_command(organization: str | None) -> None:
    """Dit, pour chaque jeu de données public (d'une ORGANISATION), ce que data.gouv.fr changerait ou perdrait."""
    total = search(organization, 0, 0)[0]
    if not total:
        where = f" dans l'organisation « {organization} »." if organization else "."
        click.echo(f"Aucun jeu de données public{where}")
        return
    found, points, reports = Counter[str](), 0, list[str]()
    with click.progressbar(datasets(organization), length=total, label="Examen") as progress:
        for dataset in progress:
            examined = examine(dataset)
            found.update(finding.severity for finding in examined.findings)
            points += examined.score.points
            reports += _report(examined)
    click.echo("\n".join(reports))
    told = ", ".join(f"{number} {severity}" for severity, number in sorted(found.items())) or "rien à signaler"
    click.echo(f"\n{total} jeux de données, qualité moyenne {points / total:.1f}/9 : {told}.")


def _report(examined: Examined) -> list[str]:
    lines = [f"\n{examined.title} ({examined.name}) : qualité {examined.score.points}/9"]
    lines += [f"  il manque : {', '.join(examined.missing)}"] if examined.missing else []
    return lines + [f"  [{finding.severity}] {finding.message}" for finding in examined.findings]
