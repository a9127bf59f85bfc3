"""The commands `ckan archipel sources`."""

from collections.abc import Sequence

import ckan.plugins as p
import click

from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.sources import checking
from ckanext.archipel.harvest.sources.definition import Definition, definitions

__all__ = ["sources"]

CONFIDENCES = {"high": "haute", "medium": "moyenne", "low": "basse"}
WIDTHS = (18, 11, 13, 10, 13)
ALREADY = {"yes": "oui", "no": "non", "unknown": "?"}


@click.group(short_help="Catalogues de la région que l'on peut moissonner.")
def sources() -> None:
    """Catalogues de la région que l'on peut moissonner. Aucun ne l'est sans qu'une personne le demande."""


@sources.command("list", short_help="Liste les catalogues connus.")
@click.option("--details", is_flag=True, help="Dit aussi l'adresse, ce qui le prouve et les remarques.")
def list_sources(details: bool) -> None:
    """Liste les catalogues connus : prêts, ou à vérifier à la main ; si data.gouv.fr les reçoit déjà d'un autre."""
    click.echo(_row("clé", "état", "type", "confiance", "data.gouv.fr", "propriétaire"))
    for found in definitions():
        state = "prêt" if found.ready else "à vérifier"
        already, confidence = ALREADY[found.already_on_datagouv], CONFIDENCES[found.confidence]
        click.echo(_row(found.key, state, found.kind or "?", confidence, already, found.owner))
        if details:
            known = {"adresse": found.endpoint, "preuve": found.evidence, "remarque": found.note}
            known |= {"SIREN": found.siren, "déjà sur data.gouv.fr": f"{already}, {found.datagouv_evidence}"}
            for label, value in known.items():
                if value:
                    click.echo(f"    {label} : {value}")


def _row(*cells: str) -> str:
    *aligned, owner = cells
    return " ".join(cell.ljust(width) for cell, width in zip(aligned, WIDTHS, strict=True)) + f" {owner}"


@sources.command("sync", short_help="Compare les sources du portail aux définitions, et les y amène.")
@click.argument("keys", nargs=-1)
@click.option(
    "--apply", "apply_changes", is_flag=True, help="Fait les changements ; sans elle, ils sont seulement dits."
)
@click.option("--enable", multiple=True, help="Clé d'une source à mettre en service, à son rythme. Répétable.")
@click.option("--create-organizations", is_flag=True, help="Crée les organisations qui manquent.")
def sync(keys: tuple[str, ...], apply_changes: bool, enable: tuple[str, ...], create_organizations: bool) -> None:
    """Compare les sources du portail aux définitions : les sources nommées, ou toutes celles qui sont prêtes."""
    _check_plugin()
    # Here, as it needs ckanext-harvest's tables, which a portal may do without.
    from ckanext.archipel.harvest.sources.sync import plan  # noqa: PLC0415

    chosen = _named((*keys, *enable)) if keys or enable else [found for found in definitions() if found.ready]
    changes = plan(chosen, enable, create_organizations=create_organizations)
    told = [change for change in changes if change.told]
    if apply_changes:
        acts = [change.act for change in changes if change.act]
        with click.progressbar(acts, label="Sources", file=click.get_text_stream("stderr")) as bar:
            for act in bar:
                act()
    for change in told:
        click.echo(f"{change.definition.key} : {change.told}.")
    count = sum(change.act is not None for change in changes)
    if not count:
        click.echo("Rien à changer.")
    elif apply_changes:
        click.echo(f"{count} source(s) changée(s).")
    else:
        click.echo(f"{count} source(s) changeraient : relancez avec --apply.")


@sources.command("check", short_help="Interroge les catalogues : répondent-ils, sont-ils du type dit ?")
@click.argument("keys", nargs=-1)
def check(keys: tuple[str, ...]) -> None:
    """Interroge les catalogues nommés, ou tous, sans rien écrire ; propose des organisations de data.gouv.fr."""
    chosen = _named(keys) if keys else list(definitions())
    outcomes = []
    with click.progressbar(chosen, label="Catalogues", file=click.get_text_stream("stderr")) as bar:
        for found in bar:
            outcomes.append((found, checking.check(found)))  # noqa: PERF401 the bar is drawn between two
    for found, outcome in outcomes:
        click.echo(f"{'oui' if outcome.reachable else 'non'}  {found.key} : {outcome.told}")


@sources.command("preview", short_help="Montre les premières notices d'un catalogue, telles qu'elles arriveraient.")
@click.argument("key")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="Nombre de notices.")
def preview(key: str, limit: int) -> None:
    """Montre les premières notices d'un catalogue, telles qu'elles arriveraient, sans rien écrire."""
    _check_plugin()
    [found] = _named([key])
    if found.kind not in KINDS:
        raise click.ClickException(f"Personne ne sait encore comment lire « {key} » : {found.note or found.evidence}")
    # Here, as it needs ckanext-harvest's tables, which a portal may do without.
    from ckanext.archipel.harvest.sources import preview as trials  # noqa: PLC0415

    with click.progressbar(length=limit, label="Notices", file=click.get_text_stream("stderr")) as bar:
        outcome = trials.preview(found, limit, lambda so_far: bar.update(so_far.read - bar.pos))
    if outcome.problem and not outcome.read:
        raise click.ClickException(outcome.problem)
    for line in trials.lines(outcome):
        click.echo(line)
    if outcome.problem:
        click.echo(outcome.problem)


def _check_plugin() -> None:
    if not p.plugin_loaded("archipel_harvest"):
        raise click.ClickException("Ajoutez « archipel_harvest » et « harvest » à ckan.plugins pour moissonner.")


def _named(keys: Sequence[str]) -> list[Definition]:
    known = {found.key: found for found in definitions()}
    if unknown := [key for key in keys if key not in known]:
        raise click.ClickException(
            f"Source inconnue : « {unknown[0]} ». Celles qui existent : ckan archipel sources list."
        )
    return [known[key] for key in dict.fromkeys(keys)]
