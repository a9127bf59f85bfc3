"""The commands `ckan archipel schemas`."""

import ckan.plugins.toolkit as tk
import click

from ckanext.archipel.fetch.client import FetchError
from ckanext.archipel.validation import kept
from ckanext.archipel.validation.catalogue import parse_list
from ckanext.archipel.validation.errors import UnreadableSchemaError

__all__ = ["schemas"]


@click.group(short_help="Schémas de table.")
def schemas() -> None:
    """Schémas de table que proposent les formulaires."""


@schemas.command("refresh", short_help="Relit la liste des schémas et garde ceux qu'elle nomme.")
@click.option("--list-only", is_flag=True, help="Ne relit que la liste ; chaque schéma le sera à son premier emploi.")
def refresh(list_only: bool) -> None:
    """Relit la liste des schémas de table, puis chaque schéma, pour que formulaires et contrôles s'en passent."""
    address = tk.config["ckanext.archipel.validation.catalogue"]
    try:
        choices = parse_list(kept.read(address))
    except (FetchError, UnreadableSchemaError) as error:
        raise click.ClickException(f"{error} (option ckanext.archipel.validation.catalogue)") from error
    click.echo(f"{len(choices)} schémas de table dans {address}.")
    if list_only:
        return
    failures = []
    with click.progressbar(choices, label="Schémas", show_pos=True) as bar:
        for choice in bar:
            try:
                kept.read(choice.url)
            except FetchError as error:  # noqa: PERF203 one request is far longer
                failures.append(f"- {choice.title} : {error}")
    click.echo("\n".join([*failures, f"{len(choices) - len(failures)} schémas gardés, {len(failures)} illisibles."]))
