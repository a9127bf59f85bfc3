"""The commands `ckan archipel harvest`."""

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import click

__all__ = ["harvest"]


@click.group(short_help="Moissonnage des catalogues partenaires.")
def harvest() -> None:
    """Moissonnage des catalogues partenaires."""
    if not p.plugin_loaded("archipel_harvest"):
        raise click.ClickException("Ajoutez « archipel_harvest » et « harvest » à ckan.plugins pour moissonner.")


@harvest.command("run-due", short_help="Lance les moissonnages dus, reprend ceux qui se sont arrêtés.")
def run_due() -> None:
    """Met en file les moissonnages dont l'heure est venue, reprend ceux qu'un arrêt brutal a laissés en suspens.

    Supprime aussi les jeux de données archivés depuis trop longtemps et oublie l'historique ancien.
    """
    # Here, as these modules need ckanext-harvest, which a portal may do without.
    from ckan import model  # noqa: PLC0415

    from ckanext.archipel.harvest.runs import upkeep  # noqa: PLC0415
    from ckanext.archipel.harvest.writing.writer import site_user  # noqa: PLC0415

    revived = upkeep.revive()
    user = site_user()
    before = _running(user)
    context = {"user": user, "ignore_auth": True, "model": model, "session": model.Session}
    tk.get_action("harvest_jobs_run")(context, {})
    started = _running(user) - before
    click.echo(f"{len(started)} moissonnage(s) mis en file, {revived} repris.")
    deleted, pruned = upkeep.delete_long_archived(), upkeep.prune()
    if deleted or pruned:
        click.echo(f"{deleted} jeu(x) de données archivés depuis longtemps supprimés, {pruned} moissonnage(s) oubliés.")


def _running(user: str) -> set[str]:
    context = {"user": user, "ignore_auth": True, "return_objects": False, "return_stats": False}
    return {job["id"] for job in tk.get_action("harvest_job_list")(context, {"status": "Running"})}
