"""The command that makes the groups of the lab's themes."""

import click

from ckanext.archipel.organization.themes import create_group, missing_groups


@click.command("theme-groups", short_help="Crée les groupes des douze thématiques.")
def theme_groups() -> None:
    """Crée un groupe pour chacune des douze thématiques du laboratoire ; ceux qui existent ne changent pas."""
    terms = missing_groups()
    with click.progressbar(terms, label=f"Groupes ({len(terms)})") as bar:
        for term in bar:
            create_group(term)
    click.echo(
        f"{len(terms)} groupe(s) créé(s). Lancez « ckan search-index rebuild » pour y ranger les jeux de données."
    )
