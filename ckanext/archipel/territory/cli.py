"""The commands `ckan archipel territory`."""

import sqlite3
from pathlib import Path

import ckan.plugins.toolkit as tk
import click

from ckanext.archipel.territory import geometry
from ckanext.archipel.territory.settings import geometry_file

__all__ = ["territory"]

SHOWN = 10


@click.group(short_help="Contours des territoires.")
def territory() -> None:
    """Contours des territoires."""


@territory.command("load", short_help="Charge les contours de communes ou d'intercommunalités.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Charge d'un fichier GeoJSON les contours de communes, d'intercommunalités ou d'autres territoires."""
    target = geometry_file(tk.config)
    if target is None:
        raise click.ClickException("Réglez ckanext.archipel.territory.geometry_file ou ckan.storage_path.")
    try:
        features = geometry.read(file)
        with click.progressbar(length=len(features), label="Contours") as bar:
            count, problems = geometry.store(features, target, lambda: bar.update(1))
    except geometry.GeometryFileError as error:
        raise click.ClickException(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"{target} ne peut pas être écrit : {error}.") from error
    click.echo(f"{count} contours chargés dans {target}. Refaites l'export : ckan archipel catalogue build --all")
    for problem in problems[:SHOWN]:
        click.echo(f"  Laissé de côté, {problem}.", err=True)
    if len(problems) > SHOWN:
        click.echo(f"  … et {len(problems) - SHOWN} autres.", err=True)
    if not count:
        raise click.ClickException(f"Aucun territoire de {file} n'a été reconnu.")
