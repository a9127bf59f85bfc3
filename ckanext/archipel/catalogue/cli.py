"""`ckan archipel catalogue`: builds the stored fragments ahead of their readers, and says which cannot be."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

import click
from ckan import model

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.jobs import BATCH, site_builder

__all__ = ["catalogue"]

EVERY_ONE = 10_000_000
Versions = list[tuple[str, str]]


@click.group(short_help="Fragments RDF du catalogue.")
def catalogue() -> None:
    """Construit, vérifie ou oublie les fragments RDF dont sont faites les pages du catalogue."""


@catalogue.command(short_help="Construit ce qui manque ou a changé.")
@click.option("--all", "everything", is_flag=True, help="Refait tout, même ce qui paraît à jour.")
@click.option("--older-than", type=click.IntRange(min=1), help="Refait aussi ce qui date de plus de tant de jours.")
@click.option("--workers", type=click.IntRange(1, 32), default=1, show_default=True, help="Processus en parallèle.")
def build(everything: bool, older_than: int | None, workers: int) -> None:
    """Construit les fragments qui manquent ou ont changé.

    Interrompue, la commande se relance : ce qui est construit le reste.
    """
    store.sweep()
    if everything or older_than:
        store.expire(0 if everything else older_than or 0)
    _, settings = site_builder()
    versions = list(store.stale(settings, EVERY_ONE).items())
    started = time.monotonic()
    with click.progressbar(length=len(versions), label="Jeux de données", show_pos=True) as bar:
        for done in _built(versions, workers):
            bar.update(done)
    forgotten, failed = store.forget_absent(), len(store.failures())
    seconds = time.monotonic() - started
    click.echo(f"{len(versions)} construits en {seconds:.1f} s, {forgotten} oubliés, {failed} inexprimables.")
    if failed:
        click.echo("Voyez lesquels : ckan archipel catalogue status")


@catalogue.command(short_help="Dit ce qui est à jour et ce qui ne peut être exprimé.")
def status() -> None:
    """Dit combien de jeux de données sont prêts, lesquels ne peuvent être exprimés et pourquoi."""
    _, settings = site_builder()
    public, _latest = store.count(store.EVERYTHING)
    waiting, failures = len(store.stale(settings, EVERY_ONE)), store.failures()
    click.echo(f"{public} jeux de données publics, {waiting} à construire, {len(failures)} inexprimables.")
    for failure in failures:
        kept = "sa dernière bonne version est servie" if failure.kept else "absent du catalogue"
        click.echo(f"- {failure.name} ({kept}) : {failure.reason}")


@catalogue.command(short_help="Oublie tous les fragments ; ils seront reconstruits.")
@click.confirmation_option(prompt="Oublier tous les fragments ? Les prochaines pages seront lentes.")
def drop() -> None:
    """Oublie tous les fragments : rien n'est perdu, tout sera reconstruit à la lecture ou par `build`."""
    store.drop()
    click.echo("Fragments oubliés.")


def _built(versions: Versions, workers: int) -> Iterator[int]:
    remaining = iter(versions)
    batches = list(iter(lambda: list(islice(remaining, BATCH)), []))
    if workers == 1:
        yield from map(_build_batch, batches)
        return
    # Forked before any work, each process with connections of its own.
    with ProcessPoolExecutor(workers, get_context("fork"), initializer=_forget_connections) as pool:
        yield from pool.map(_build_batch, batches)


def _forget_connections() -> None:
    model.Session.remove()
    model.meta.engine.dispose(close=False)


def _build_batch(batch: Sequence[tuple[str, str]]) -> int:
    builder, _ = site_builder()
    builder.build(dict(batch))
    model.Session.remove()
    return len(batch)
