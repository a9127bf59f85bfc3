"""The commands `ckan archipel quality`."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import click
from ckan.lib import search as ckan_search

from ckanext.archipel.quality import search
from ckanext.archipel.quality.action import quality_of

COLUMNS = ("name", "organization", "datagouv", "mqa", "missing")


@click.group(short_help="Qualité des jeux de données.")
def quality() -> None:
    """Qualité des jeux de données, selon data.gouv.fr (sur 9) et data.europa.eu (sur 405)."""


@quality.command("show", short_help="Donne les points et ce qui manque, jeu par jeu.")
@click.argument("names", nargs=-1)
@click.option("--organization", help="Nom de l'organisation dont mesurer les jeux de données.")
@click.option("--csv", "as_csv", is_flag=True, help="Écrit du CSV plutôt qu'un tableau.")
def show(names: tuple[str, ...], organization: str | None, as_csv: bool) -> None:
    """Mesure les jeux de données nommés, ceux d'une organisation, ou tous, les plus pauvres d'abord."""
    length = len(names) if names else search.count(organization)
    datasets = map(_named, names) if names else search.datasets(organization)
    with click.progressbar(datasets, length=length, label="Mesure", file=click.get_text_stream("stderr")) as measured:
        rows = [_row(dataset) for dataset in measured]
    click.echo(_csv(rows) if as_csv else _table(rows), nl=False)


@quality.command("refresh", short_help="Réindexe les jeux dont la mise à jour promise est dépassée.")
def refresh() -> None:
    """Réindexe les jeux de données dont la mise à jour promise est dépassée depuis peu. À lancer chaque jour."""
    ids = search.stale(datetime.now(timezone.utc).date())
    with click.progressbar(ids, label="Réindexation", file=click.get_text_stream("stderr")) as stale:
        done = sum(_reindexed(dataset_id) for dataset_id in stale)
    ckan_search.commit()
    click.echo(f"{done} jeu(x) de données réindexé(s).")


def _reindexed(dataset_id: str) -> bool:
    try:
        ckan_search.rebuild(package_ids=[dataset_id], defer_commit=True)
    except (tk.ObjectNotFound, ckan_search.SearchIndexError) as error:
        click.echo(f"\n{dataset_id} : non réindexé ({error}). Lancez « ckan search-index rebuild ».", err=True)
        return False
    return True


def _named(name: str) -> dict[str, Any]:
    try:
        dataset: dict[str, Any] = tk.get_action("package_show")({"ignore_auth": True}, {"id": name})
    except tk.ObjectNotFound as error:
        raise click.ClickException(f"Il n'y a pas de jeu de données « {name} ».") from error
    return dataset


def _row(dataset: dict[str, Any]) -> dict[str, str]:
    measured = quality_of(dataset)
    return {
        "name": str(dataset.get("name") or ""),
        "organization": str((dataset.get("organization") or {}).get("name") or ""),
        "datagouv": str(measured.datagouv.points),
        "mqa": str(measured.mqa.points),
        "missing": ", ".join(item.remedy.fr.label for item in measured.missing),
    }


def _csv(rows: Iterable[dict[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _table(rows: list[dict[str, str]]) -> str:
    if not rows:
        return "Aucun jeu de données.\n"
    lines = [f"{'/9':>4} {'/405':>5}  jeu de données : ce qui manque"]
    lines += [f"{row['datagouv']:>4} {row['mqa']:>5}  {row['name']} : {row['missing'] or 'rien'}" for row in rows]
    points = [(int(row["datagouv"]), int(row["mqa"])) for row in rows]
    means = [sum(column) / len(rows) for column in zip(*points, strict=True)]
    return "\n".join([*lines, f"{len(rows)} jeux de données, en moyenne {means[0]:.1f}/9 et {means[1]:.0f}/405.\n"])


COMMANDS = (quality,)
