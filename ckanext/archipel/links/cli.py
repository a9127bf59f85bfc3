"""The commands `ckan archipel links`."""

from datetime import datetime, timezone
from itertools import islice

import click

from ckanext.archipel.links.check import check_links, forget_unused
from ckanext.archipel.links.state import due_links

__all__ = ["links"]


@click.group(short_help="Liens des fichiers.")
def links() -> None:
    """Liens des fichiers publiés."""


@links.command("check", short_help="Vérifie que les liens des fichiers fonctionnent.")
@click.option("--limit", type=click.IntRange(min=1), help="Nombre de liens à vérifier au plus.")
@click.option("--all", "everything", is_flag=True, help="Vérifie aussi les liens dont ce n'est pas encore le tour.")
def check(limit: int | None, everything: bool) -> None:
    """Vérifie poliment les liens dont c'est le tour : un à la fois par serveur, plus rarement en cas d'échec.

    Interrompue, la commande reprend où elle en était. À lancer chaque nuit, par cron.
    """
    forgotten = forget_unused()
    due = list(islice(due_links(datetime.now(timezone.utc), everything), limit))
    broken, skipped = [], 0
    with click.progressbar(check_links(due), length=len(due), label="Liens", show_pos=True) as outcomes:
        for outcome in outcomes:
            skipped += outcome.skipped
            broken += [f"- {outcome.error}"] if outcome.error else []
    click.echo("\n".join(broken))
    click.echo(
        f"{len(due) - skipped} liens vérifiés, {len(broken)} en échec, {skipped} remis à la prochaine fois, "
        f"{forgotten} oubliés."
    )
