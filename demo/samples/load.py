"""Fills a portal with the sample data: `python -m demo.samples.load --ini ckan.ini`. Run again, it resumes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib import search
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk

from ckanext.archipel.organization.themes import create_group, missing_groups
from demo.samples import portal
from demo.samples.generator import Sample, samples
from demo.samples.harvest import partner_organisations, partner_sources
from demo.samples.projects import projects
from demo.samples.sources import organisations

T = TypeVar("T")


@click.command()
@click.option("--ini", required=True, type=click.Path(exists=True, dir_okay=False), help="Fichier ckan.ini du portail.")
@click.option("--agent-password", help="Crée le compte « agent » avec ce mot de passe.")
@click.option("--partner", help="Adresse du serveur des partenaires : crée une source de chaque type.")
def main(ini: str, agent_password: str | None, partner: str | None) -> None:
    """Charge les données d’exemple dans le portail."""
    logging.disable(logging.INFO)  # what CKAN says of its own start would cut the progress bars
    application = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        load(date.today(), agent_password, partner)


def load(reference: date, agent_password: str | None = None, partner: str | None = None) -> None:
    """Load everything as it stands on the day `reference`; what is already there is left alone."""
    committing = tk.config["ckan.search.solr_commit"]
    tk.config["ckan.search.solr_commit"] = False
    try:
        _load(list(samples(reference)), reference)
        if agent_password:
            portal.add_agent(agent_password)
        if partner and portal.has("harvest_source_create"):
            _load_sources(partner)
    finally:
        tk.config["ckan.search.solr_commit"] = committing
        search.commit()


def _load(all_samples: Sequence[Sample], reference: date) -> None:
    groups, packages = portal.present(model.Group), portal.present(model.Package)
    missing = [entry for entry in organisations() if entry["name"] not in groups]
    _each("Organisations", missing, portal.add_organisation)
    if plugin_loaded("archipel"):
        _each("Thématiques", missing_groups(), create_group)
    _each(
        "Jeux de données",
        [sample for sample in all_samples if sample.dataset["name"] not in packages],
        portal.add_dataset,
    )
    if portal.has("datastore_create"):
        tables = {key: rows for sample in all_samples for key, rows in sample.tables.items()}
        _each("Tableaux interrogeables", [(key, tables[key]) for key in portal.without_table(tables)], _table)
    if portal.has("scheming_dataset_schema_list") and "projet" in portal.act("scheming_dataset_schema_list", {}):
        _each("Projets", [project for project in projects(reference) if project["name"] not in packages], _project)


def _load_sources(base: str) -> None:
    groups, packages = portal.present(model.Group), portal.present(model.Package)
    missing = [entry for entry in partner_organisations() if entry["name"] not in groups]
    _each("Partenaires", missing, portal.add_organisation)
    sources = [source for source in partner_sources(base) if source["name"] not in packages]
    _each("Sources à moissonner", sources, _source)


def _source(source: dict[str, Any]) -> None:
    portal.act("harvest_source_create", source)


def _table(table: tuple[str, list[dict[str, Any]]]) -> None:
    portal.add_table(*table)


def _project(project: dict[str, Any]) -> None:
    portal.act("package_create", project)


def _each(label: str, items: Sequence[T], do: Callable[[T], None]) -> None:
    if not items:
        return
    with click.progressbar(items, label=f"{label} ({len(items)})") as bar:
        for item in bar:
            do(item)


if __name__ == "__main__":
    main()
