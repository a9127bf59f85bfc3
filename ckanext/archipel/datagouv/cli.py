"""The commands `ckan archipel datagouv`."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
import click

from ckanext.archipel.datagouv.api import DataGouvError
from ckanext.archipel.datagouv.examination import Examined, datasets, examine, search
from ckanext.archipel.datagouv.feed import left_out, organization_of
from ckanext.archipel.datagouv.following import follow, followed
from ckanext.archipel.datagouv.registering import Asked, Registering
from ckanext.archipel.datagouv.sending import configured

__all__ = ["datagouv"]


@click.group(short_help="Ce que data.gouv.fr reçoit et garde du portail.")
def datagouv() -> None:
    """Ce que data.gouv.fr reçoit et garde du portail."""


@datagouv.command("check", short_help="Dit ce que data.gouv.fr changerait ou perdrait, jeu par jeu.")
@click.argument("organization", required=False)
def check_command(organization: str | None) -> None:
    """Dit, pour chaque jeu de données public (d'une ORGANISATION), ce que data.gouv.fr changerait ou perdrait."""
    if organization:
        with _told_in_french():
            organization = str(organization_of(organization)["name"])
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
    _tell_left_out(organization)
    told = ", ".join(f"{number} {severity}" for severity, number in sorted(found.items())) or "rien à signaler"
    click.echo(f"\n{total} jeux de données, qualité moyenne {points / total:.1f}/9 : {told}.")


@datagouv.command("register", short_help="Enregistre le catalogue d'une organisation sur data.gouv.fr.")
@click.argument("organization")
@click.option("--apply", "apply", is_flag=True, help="Enregistre ; sans elle, tout est essayé et rien n'est modifié.")
@click.option("--datagouv-id", help="Identifiant de l'organisation sur data.gouv.fr, si sa fiche ne le dit pas.")
@click.option("--format", "extension", type=click.Choice(["xml", "ttl"]), default="xml", show_default=True, help="RDF.")
@click.option("--no-preview", is_flag=True, help="N'essaie pas de moissonner avant d'enregistrer.")
def register(organization: str, apply: bool, datagouv_id: str | None, extension: str, no_preview: bool) -> None:
    """Enregistre, ou met à jour, la source de moissonnage d'une ORGANISATION sur data.gouv.fr.

    Relancée, la commande retrouve la source par son adresse : rien n'est créé deux fois.
    """
    with _told_in_french():
        asked = Asked(organization, datagouv_id or "", extension)
        registering = Registering.prepare(configured(with_key=True), asked)
        click.echo("\n".join(registering.lines()))
        works = no_preview or _preview(registering)
        if apply and not works:
            raise click.ClickException("Rien n'a été enregistré : corrigez d'abord ce qui fait échouer l'essai.")
        click.echo(registering.apply() if apply else "Rien n'a été modifié. Pour enregistrer, ajoutez --apply.")


def _preview(registering: Registering) -> bool:
    works, lines = registering.preview()
    click.echo("\n".join(lines))
    return works


@datagouv.command("status", short_help="Dit où en est le moissonnage par data.gouv.fr.")
@click.argument("organization", required=False)
def status(organization: str | None) -> None:
    """Dit où en est le moissonnage d'une ORGANISATION, ou de toutes, par data.gouv.fr.

    Dernier moissonnage, jeux refusés et pourquoi, jeux archivés là-bas, jeux que le catalogue laisse de côté.
    """
    with _told_in_french():
        platform, organizations = configured(with_key=False), followed(organization)
        if not organizations:
            click.echo("Aucune organisation n'a d'identifiant sur data.gouv.fr : complétez sa fiche.")
        failures = 0
        for each in organizations:
            try:
                click.echo("\n".join(follow(platform, each)))
            except DataGouvError as error:  # noqa: PERF203 - one organization must not hide the others
                failures += 1
                click.echo(f"{each['title']} : {error}", err=True)
        if failures:
            raise click.exceptions.Exit(1)


@contextmanager
def _told_in_french() -> Iterator[None]:
    """Turn what is foreseen to fail into a sentence and a status of 1."""
    try:
        yield
    except DataGouvError as error:
        raise click.ClickException(str(error)) from error
    except tk.ObjectNotFound as error:
        raise click.ClickException(
            "Cette organisation n'existe pas sur ce portail. Donnez son nom ou son id."
        ) from error


def _report(examined: Examined) -> list[str]:
    lines = [f"\n{examined.title} ({examined.name}) : qualité {examined.score.points}/9"]
    lines += [f"  il manque : {', '.join(examined.missing)}"] if examined.missing else []
    return lines + [f"  [{finding.severity}] {finding.message}" for finding in examined.findings]


def _tell_left_out(organization: str | None) -> None:
    titles = left_out(str(organization_of(organization)["id"])) if organization else []
    if titles:
        click.echo(f"\nAbsents de son catalogue pour data.gouv.fr, qui les reçoit déjà : {', '.join(titles)}.")
