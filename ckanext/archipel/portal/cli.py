"""The sub-commands of `ckan archipel` that serve the administrator of a portal."""

from pathlib import Path

import ckan.plugins.toolkit as tk
import click

from ckanext.archipel.portal import adopt, datasets, solr_check, solr_schema, uninstall

__all__ = ["COMMANDS"]

APPLY = click.option("--apply", is_flag=True, help="Fait les changements ; sans elle, ils sont seulement annoncés.")


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


@click.command("adopt", short_help="Reprend les jeux de données d'un portail existant.")
@APPLY
def adopt_command(apply: bool) -> None:
    """Reprend dans le schéma régional les jeux de données faits avec les schémas de CKAN ou de ckanext-dcat.

    Sans --apply, dit seulement ce qui changerait. Interrompue, la commande se relance : ce qui est repris le reste.
    """
    changed, lines, stopped = 0, [], 0
    with click.progressbar(datasets.dataset_ids("dataset"), label="Jeux de données", show_pos=True) as ids:
        for dataset_id in ids:
            report = adopt.adopt_dataset(dataset_id, apply)
            if not report.changes:
                continue
            changed += 1
            stopped += bool(report.problem)
            lines += [f"{report.name} :", *(f"  - {change}" for change in report.changes)]
            lines += [f"  ! {report.problem}"] if report.problem else []
    click.echo("\n".join(lines))
    click.echo(f"{changed - stopped} jeux de données {'repris' if apply else 'à reprendre'}, {stopped} impossibles.")
    _end(apply, stopped)


@click.command("uninstall", short_help="Prépare le portail à fonctionner sans Archipel.")
@APPLY
@click.option("--delete-projects", is_flag=True, help="Supprime aussi les projets du laboratoire.")
def uninstall_command(apply: bool, delete_projects: bool) -> None:
    """Convertit les mots-clés que CKAN seul refuserait, désactive nos sources de moissonnage et vide nos tables.

    À lancer avant d'ôter nos plugins de ckan.plugins. Sans --apply, dit seulement ce qui changerait.
    """
    findings = [*uninstall.projects(delete_projects, apply), *uninstall.harvest_sources(apply)]
    with click.progressbar(datasets.dataset_ids(), label="Mots-clés", show_pos=True) as ids:
        for dataset_id in ids:
            finding = uninstall.convert_keywords(dataset_id, apply)
            findings += [finding] if finding else []
    findings += [*uninstall.renamed_files(), *uninstall.own_tables(apply)]
    for finding in findings:
        click.echo(f"- {finding.what}" + (f" — {finding.problem}" if finding.problem else ""))
    stopped = sum(bool(finding.problem) for finding in findings)
    changes = sum(finding.changes for finding in findings) - stopped
    click.echo(f"{changes} changements {'faits' if apply else 'à faire'}, {stopped} impossibles.")
    _end(apply, stopped)


def _end(apply: bool, stopped: int) -> None:
    if stopped:
        raise click.ClickException("Corrigez ce qui est marqué, puis relancez la commande.")
    if not apply:
        click.echo("Rien n'a été changé : relancez avec --apply pour le faire.")


COMMANDS = (solr_schema_command, adopt_command, uninstall_command)
