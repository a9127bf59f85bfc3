"""The command `ckan archipel`, to which each package adds its own sub-commands."""

import click

from ckanext.archipel.catalogue.cli import catalogue
from ckanext.archipel.conformity.cli import conformity
from ckanext.archipel.dashboard.cli import reminders
from ckanext.archipel.datagouv.cli import datagouv
from ckanext.archipel.harvest.cli import harvest
from ckanext.archipel.harvest.sources.cli import sources
from ckanext.archipel.links.cli import links
from ckanext.archipel.organization.cli import theme_groups
from ckanext.archipel.portal import cli as portal
from ckanext.archipel.quality.cli import quality
from ckanext.archipel.territory.cli import territory
from ckanext.archipel.validation.cli import schemas


@click.group(short_help="Administration du portail Archipel.")
def archipel() -> None:
    """Administration du portail Archipel."""


for _command in portal.COMMANDS:
    archipel.add_command(_command)


archipel.add_command(catalogue)
archipel.add_command(conformity)
archipel.add_command(harvest)
archipel.add_command(sources)
archipel.add_command(datagouv)
archipel.add_command(quality)
archipel.add_command(reminders)
archipel.add_command(links)
archipel.add_command(schemas)
archipel.add_command(territory)
archipel.add_command(theme_groups)


def get_commands() -> list[click.Command]:
    """Return the commands CKAN adds to its own."""
    return [archipel]
