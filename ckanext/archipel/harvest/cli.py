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


@harvest.command("run-due", short_help="Met en file les moissonnages dont l'heure est venue.")
def run_due() -> None:
    """Met en file les moissonnages dont l'heure est venue, et clôt ceux qu'un arrêt brutal a laissés en suspens."""
    # Here, as these modules need ckanext-harvest, which a portal may do without.
    from ckanext.archipel.harvest.jobs import close_dead_runs  # noqa: PLC0415
    from ckanext.archipel.harvest.writer import site_context  # noqa: PLC0415

    dead = close_dead_runs()
    user = site_context()["user"]
    before = _running(user)
    tk.get_action("harvest_jobs_run")({"user": user, "ignore_auth": True}, {})
    started = _running(user) - before
    click.echo(f"{len(started)} moissonnage(s) mis en file, {dead} moissonnage(s) interrompu(s) clos.")


def _running(user: str) -> set[str]:
    context = {"user": user, "ignore_auth": True, "return_objects": False, "return_stats": False}
    return {job["id"] for job in tk.get_action("harvest_job_list")(context, {"status": "Running"})}
