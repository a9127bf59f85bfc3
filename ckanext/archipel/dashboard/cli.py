"""The command `ckan archipel reminders`."""

from datetime import datetime, timezone
from itertools import islice

import click

from ckanext.archipel.dashboard.reminders import recipients, send


@click.group(short_help="Rappels aux publicateurs.")
def reminders() -> None:
    """Rappels aux publicateurs : mises à jour dépassées, liens cassés, tableaux en erreur."""


@reminders.command("send", short_help="Écrit à ceux que quelque chose attend.")
@click.option("--dry-run", is_flag=True, help="Dit qui recevrait un rappel, sans rien envoyer.")
@click.option("--limit", default=200, show_default=True, help="Nombre de personnes examinées au plus.")
def send_command(dry_run: bool, limit: int) -> None:
    """Écrit à ceux que quelque chose attend, au plus une fois par semaine à chacun. À lancer chaque jour."""
    today = datetime.now(timezone.utc).date()
    chosen = list(islice(recipients(today), limit))
    with click.progressbar(chosen, label="Rappels", file=click.get_text_stream("stderr")) as users:
        lines = [line for user in users if (line := send(user, today, dry_run=dry_run))]
    click.echo("\n".join(lines) or "Personne n'a besoin d'un rappel aujourd'hui.")


COMMANDS = (reminders,)
