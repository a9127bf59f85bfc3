"""Reads and writes ckanext-harvest's rows for our runs; objects are never left in its queue's state, WAITING."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestObjectError, HarvestObjectExtra

PENDING = "QUEUED"
ENDED = ("COMPLETE", "ERROR")
FINGERPRINT = "fingerprint"
WARNINGS = "warnings"
STATUS = "status"


@dataclass(frozen=True)
class Known:
    """A dataset that a source already gave the portal."""

    package_id: str
    state: str
    fingerprint: str = ""
    removed_by_harvest: bool = False


def now() -> datetime:
    """Return the time as ckanext-harvest stores it: UTC, without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def known_datasets(source_id: str) -> dict[str, Known]:
    """Return the datasets of a source by identifier; never those of another source."""
    known = dict(_from_extras(source_id))
    rows = (
        model.Session.query(
            HarvestObject.guid,
            HarvestObject.package_id,
            HarvestObject.current,
            model.Package.state,
            HarvestObjectExtra.value,
        )
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .outerjoin(
            HarvestObjectExtra,
            sa.and_(HarvestObjectExtra.harvest_object_id == HarvestObject.id, HarvestObjectExtra.key == FINGERPRINT),
        )
        .filter(HarvestObject.harvest_source_id == source_id)
        .filter(sa.or_(HarvestObject.current.is_(True), HarvestObject.report_status == "deleted"))
        .order_by(HarvestObject.gathered)
    )
    for guid, package_id, current, state, fingerprint in rows:
        known[guid] = Known(package_id, state, fingerprint or "", not current)
    return known


def _from_extras(source_id: str) -> Iterator[tuple[str, Known]]:
    """Find datasets by the marks they carry, which stay when a source's history is cleared."""
    if tk.check_ckan_version(min_version="2.12"):
        query = (
            "SELECT extras->>'guid', id, state FROM package WHERE extras->>'harvest_source_id' = :source "
            "AND extras->>'guid' IS NOT NULL AND state = 'active'"
        )
    else:
        query = (
            "SELECT g.value, p.id, p.state FROM package p "
            "JOIN package_extra s ON s.package_id = p.id AND s.key = 'harvest_source_id' AND s.state = 'active' "
            "JOIN package_extra g ON g.package_id = p.id AND g.key = 'guid' AND g.state = 'active' "
            "WHERE s.value = :source AND p.state = 'active'"
        )
    for guid, package_id, state in model.Session.execute(sa.text(query), {"source": source_id}):
        yield guid, Known(package_id, state)


def new_object(job: HarvestJob, identifier: str, state: str = PENDING, **extras: str) -> HarvestObject:
    """Add a harvest object to the session."""
    harvest_object = HarvestObject(guid=identifier, job=job, state=state)
    harvest_object.extras = [HarvestObjectExtra(key=key, value=value) for key, value in extras.items()]
    model.Session.add(harvest_object)
    return harvest_object


def add_extra(harvest_object: HarvestObject, key: str, value: str) -> None:
    """Add an extra to a harvest object."""
    harvest_object.extras.append(HarvestObjectExtra(key=key, value=value))


def extra_of(harvest_object: HarvestObject, key: str) -> str:
    """Return an extra of a harvest object."""
    return next((entry.value for entry in harvest_object.extras if entry.key == key), "")


def job_error(job_id: str, message: str) -> None:
    """Show a message on the job's page."""
    model.Session.add(HarvestGatherError(message=message, harvest_job_id=job_id))
    model.Session.commit()


def object_error(harvest_object: HarvestObject, message: str) -> None:
    """Show a message about one record on the job's page."""
    model.Session.add(HarvestObjectError(message=message, object=harvest_object, stage="Import"))


def is_running(job_id: str) -> bool:
    """Tell whether nobody stopped the job, reading the database again."""
    status = model.Session.query(HarvestJob.status).filter(HarvestJob.id == job_id).scalar()
    return bool(status == "Running")


def pending(job_id: str) -> list[HarvestObject]:
    """List the objects of a job that have not come to an end."""
    query = model.Session.query(HarvestObject).filter(HarvestObject.harvest_job_id == job_id)
    return list(query.filter(HarvestObject.state.notin_(ENDED)))


def close_leftovers(job_id: str) -> int:
    """Close what a killed run left open: what was written is complete, the rest is forgotten; return how many."""
    leftovers = pending(job_id)
    for harvest_object in leftovers:
        if harvest_object.current and harvest_object.package is not None:
            harvest_object.state, harvest_object.report_status = "COMPLETE", "updated"
        else:
            model.Session.delete(harvest_object)
    model.Session.commit()
    return len(leftovers)


def ended_identifiers(job_id: str) -> set[str]:
    """List the identifiers that an earlier try of the same job dealt with."""
    query = model.Session.query(HarvestObject.guid).filter(HarvestObject.harvest_job_id == job_id)
    return {guid for (guid,) in query.filter(HarvestObject.state.in_(ENDED))}


@contextmanager
def source_lock(source_id: str) -> Iterator[bool]:
    """Hold the source for one run at a time; yields whether it was free."""
    with model.meta.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        key = {"key": f"archipel-harvest:{source_id}"}
        free = bool(connection.scalar(sa.text("SELECT pg_try_advisory_lock(hashtext(:key))"), key))
        try:
            yield free
        finally:
            if free:
                connection.execute(sa.text("SELECT pg_advisory_unlock(hashtext(:key))"), key)
