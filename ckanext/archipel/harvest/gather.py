"""Reads a whole catalogue and notes, as harvest objects, what is to be written to or removed from the portal."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestJob

from ckanext.archipel.fetch.settings import fetch_as_configured
from ckanext.archipel.harvest import store
from ckanext.archipel.harvest.mapping import fingerprint, map_dataset
from ckanext.archipel.harvest.pages import read_pages
from ckanext.archipel.harvest.rdf_page import PARSE_ERRORS, PageError
from ckanext.archipel.harvest.records import PageParser, Record
from ckanext.archipel.harvest.removal import decide_removal

log = logging.getLogger(__name__)

Stop = Callable[[], str]


@dataclass
class Gathering:
    """One reading of a catalogue."""

    job: HarvestJob
    known: dict[str, store.Known]
    ended: set[str]
    owner: str
    seen: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    object_ids: list[str] = field(default_factory=list)
    complete: bool = True


def gather(job: HarvestJob, stop: Stop) -> list[str]:
    """Read the catalogue of a job's source; return the ids of the objects to import, removals last."""
    owner = model.Session.query(model.Package.owner_org).filter(model.Package.id == job.source_id).scalar()
    run = Gathering(job, store.known_datasets(job.source_id), store.ended_identifiers(job.id), owner or "")
    job.gather_started = store.now()
    job.save()
    _read_catalogue(run, stop)
    _note_removals(run)
    # Last: from then on, ckanext-harvest ends the job as soon as no object is pending.
    run.job.gather_finished = store.now()
    run.job.save()
    return run.object_ids


def _read_catalogue(run: Gathering, stop: Stop) -> None:
    max_pages = tk.config["ckanext.archipel.harvest.max_pages"]
    pages = 0
    try:
        for page in read_pages(run.job.source.url, fetch_as_configured, max_pages):
            pages += 1
            for record in PageParser(page.graph).records():
                _note(run, record)
            _commit(run)
            _check(stop)
    except PageError as error:
        run.complete = False
        if pages:
            message = (
                f"Moissonnage incomplet : {len(run.seen)} notices lues en {pages} page(s), puis la lecture s'est "
                f"arrêtée. Ce qui est arrivé est importé, rien n'est retiré du portail. Cause : {error}"
            )
        else:
            message = f"Le catalogue n'a pas pu être lu, rien n'a changé dans le portail. Cause : {error}"
        store.job_error(run.job.id, message)


def _check(stop: Stop) -> None:
    if reason := stop():
        raise PageError(reason)


def _note(run: Gathering, record: Record) -> None:
    """Note one record: to write, unchanged, or wrong."""
    if not record.identifier:
        run.complete = False
        store.job_error(run.job.id, "Une notice sans identifiant, ni adresse, ni titre a été laissée de côté.")
        return
    if record.identifier in run.seen:
        if run.seen[record.identifier] != record.uri:
            _refuse(run, record, f"Son identifiant est déjà celui de {run.seen[record.identifier]}.")
        return
    run.seen[record.identifier] = record.uri
    run.present.update({record.identifier, record.uri})
    if record.identifier in run.ended:
        return
    if record.problem:
        _refuse(run, record, record.problem)
        return
    try:
        mapped = map_dataset(record.values)
    except PARSE_ERRORS as error:
        log.exception("Mapping of %s", record.identifier)
        _refuse(run, record, f"Ses valeurs n'ont pas pu être lues ({type(error).__name__} : {error}).")
        return
    _note_dataset(run, record, mapped.dataset, mapped.warnings)


def _note_dataset(run: Gathering, record: Record, dataset: dict[str, object], warnings: list[str]) -> None:
    # A source first harvested by stock ckanext-dcat is known by the URIs of its datasets.
    identifier = record.identifier if record.identifier in run.known or record.uri not in run.known else record.uri
    known = run.known.get(identifier)
    mark = fingerprint({**dataset, "owner_org": run.owner})
    deleted_by_hand = known is not None and known.state == "deleted" and not known.removed_by_harvest
    if known and (deleted_by_hand or (known.fingerprint == mark and not known.removed_by_harvest)):
        harvest_object = store.new_object(run.job, identifier, "COMPLETE")
        harvest_object.report_status = "not modified"
        harvest_object.package_id = known.package_id
        harvest_object.import_finished = store.now()
        return
    extras = {store.FINGERPRINT: mark}
    if warnings:
        extras[store.WARNINGS] = json.dumps(warnings, ensure_ascii=False)
    harvest_object = store.new_object(run.job, identifier, **extras)
    harvest_object.content = json.dumps(dataset, ensure_ascii=False)
    harvest_object.package_id = known.package_id if known else None
    model.Session.flush()
    run.object_ids.append(harvest_object.id)


def _refuse(run: Gathering, record: Record, problem: str) -> None:
    harvest_object = store.new_object(run.job, record.identifier, "ERROR")
    harvest_object.report_status = "errored"
    store.object_error(harvest_object, f"Notice « {record.identifier} » : {problem}")


def _note_removals(run: Gathering) -> None:
    """Note the datasets to remove, or say why none is."""
    current = [
        identifier
        for identifier, known in run.known.items()
        if known.state == "active" and not known.removed_by_harvest
    ]
    if not run.seen and run.complete:
        store.job_error(run.job.id, "Le catalogue est vide : rien n'a changé dans le portail. Vérifiez la source.")
        return
    limits = (tk.config[f"ckanext.archipel.harvest.{name}"] for name in ("max_removed", "max_removed_percent"))
    removal = decide_removal(current, run.present & set(current), run.complete, *limits)
    if removal.refusal:
        store.job_error(run.job.id, removal.refusal)
    for identifier in removal.identifiers:
        harvest_object = store.new_object(run.job, identifier, **{store.STATUS: "delete"})
        harvest_object.package_id = run.known[identifier].package_id
        model.Session.flush()
        run.object_ids.append(harvest_object.id)
    _commit(run)


def _commit(run: Gathering) -> None:
    """Save what was noted; the session forgets the rest of the page."""
    model.Session.commit()
    model.Session.expunge_all()
    run.job = HarvestJob.get(run.job.id)
