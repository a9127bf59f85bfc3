"""The sub-commands of `ckan archipel` that serve the administrator of a portal."""

from pathlib import Path

import ckan.plugins.toolkit as tk
import click

from ckanext.archipel.portal import solr_check, solr_schema

__all__ = ["COMMANDS"]


@click.command("solr-schema", short_help="Produit ou vérifie le schéma Solr du portail.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Fichier à écrire (sinon à l'écran).")
@click.option("--check", is_flag=True, help="Compare avec le schéma du cœur Solr en service.")
def solr_schema_command(output: Path | None, check: bool) -> None:
    """Produit le schéma Solr du portail à partir de celui du CKAN installé."""
    try:
        derived = solr_schema.derive(solr_schema.stock_schema())
        if check:
            _report_differences(derived)
        if output:
            output.write_bytes(derived)
            click.echo(f"Schéma écrit dans {output}.")
        elif not check:
            click.echo(derived.decode())
    except (OSError, solr_schema.SchemaError, solr_check.SolrUnreachableError) as error:
        raise click.ClickException(str(error)) from error


def _report_differences(derived: bytes) -> None:
    url, user, password = (tk.config.get(key) for key in ("solr_url", "solr_user", "solr_password"))
    credentials = (user, password) if user and password else None
    found = solr_check.differences(derived, solr_check.running_schema(url, credentials))
    if found:
        details = "\n".join(f"- {difference}" for difference in found)
        raise click.ClickException(
            f"Le cœur Solr {url} n'a pas le schéma attendu :\n{details}\n"
            "Remplacez son schema.xml par celui de « ckan archipel solr-schema », relancez Solr, "
            "puis « ckan search-index rebuild »."
        )
    click.echo(f"Le cœur Solr {url} a le schéma attendu.")


COMMANDS = (solr_schema_command,)
