"""`ckan archipel conformity`: checks datasets against DCAT-AP, and says which break its rules."""

import click

from ckanext.archipel.catalogue.cli import build
from ckanext.archipel.conformity import store
from ckanext.archipel.conformity.batch import check_unchecked, rules_digest

__all__ = ["conformity"]


@click.group(short_help="Conformité à DCAT-AP, le format européen.")
def conformity() -> None:
    """Vérifie que ce que le portail publie suit DCAT-AP 3.0.1, et dit ce qui ne le suit pas."""


@conformity.command("check", short_help="Vérifie ce qui a changé.")
@click.option("--all", "everything", is_flag=True, help="Vérifie tout, même ce qui l'a déjà été.")
@click.pass_context
def check(context: click.Context, everything: bool) -> None:
    """Construit les fragments RDF qui manquent, puis vérifie les jeux de données qui ne l'ont pas été tels qu'ils sont.

    Interrompue, la commande se relance : ce qui est vérifié le reste. À lancer chaque nuit.
    """
    context.invoke(build)
    if everything:
        store.expire()
    length = store.count_unchecked(rules_digest())
    with click.progressbar(length=length, label="Conformité", show_pos=True) as bar:
        for done in check_unchecked():
            bar.update(done)
    _tell()


@conformity.command("report", short_help="Liste les jeux de données qui ne sont pas conformes, et pourquoi.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Nombre de jeux au plus.")
def report(limit: int) -> None:
    """Liste les jeux de données qui ne sont pas conformes, les plus fautifs d'abord, avec quoi corriger."""
    _tell()
    for dataset in store.broken(limit)[1]:
        click.echo(f"- {dataset['name']} :")
        for found in dataset["findings"]:
            where = f" ({found['file']})" if found["file"] else ""
            value = f" [{found['value']}]" if found["value"] else ""
            click.echo(f"  - {found['field'] or found['predicate']}{where} : {found['fr']}{value}")


def _tell() -> None:
    checked, conforming = store.totals()
    click.echo(f"{checked} jeux de données vérifiés, {conforming} conformes, {checked - conforming} à corriger.")
