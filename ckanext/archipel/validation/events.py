"""Asks for a check whenever a file, or the schema it follows, changes."""

import logging
from typing import Any

from ckan import model
from sqlalchemy.exc import SQLAlchemyError

from ckanext.archipel.validation import jobs, store
from ckanext.archipel.validation.eligible import fingerprint, table_schema_of

log = logging.getLogger(__name__)

# `resource_create` too: on CKAN 2.11 it commits by itself, after `package_update`.
SAVING = frozenset({"package_create", "package_update", "resource_create"})
PURGING = frozenset({"dataset_purge", "organization_purge", "harvest_source_clear"})


def after_action(sender: str, **named: Any) -> None:
    """Follow CKAN's actions, after their commit; a failure here is logged and stops nothing."""
    if sender not in SAVING | PURGING or (named.get("context") or {}).get("defer_commit"):
        return
    try:
        asked = _forget_purged() if sender in PURGING else _follow(named.get("result"), new=sender == "package_create")
        model.Session.commit()
    except SQLAlchemyError:
        model.Session.rollback()
        log.exception(
            "Les contrôles de tables n'ont pas été mis à jour (« ckan db upgrade -p archipel » a-t-il été lancé ?)"
        )
        return
    for resource_id in asked:
        jobs.enqueue(resource_id)


def _id(result: object) -> str:
    """Return the dataset that an action saved, whether it answers a dataset, a file or an identifier."""
    return str(result.get("package_id") or result.get("id", "")) if isinstance(result, dict) else str(result or "")


def _forget_purged() -> list[str]:
    store.delete_orphans()
    return []


def _follow(saved: object, new: bool) -> list[str]:
    """Return the files of a dataset that have to be checked, after having noted them so."""
    package_id = _id(saved)
    known = {} if new else store.fingerprints(package_id)
    if not known and _has_no_table(saved):
        return []
    resources = model.Session.query(model.Resource).filter_by(package_id=package_id, state="active").all()
    described = {resource.id: as_dict(resource) for resource in resources}
    wanted = {key: schema for key, resource in described.items() if (schema := table_schema_of(resource))}
    if known.keys() - wanted.keys():
        store.delete(known.keys() - wanted.keys())
    asked = []
    for resource_id, schema_url in wanted.items():
        mark = fingerprint(described[resource_id], schema_url)
        if known.get(resource_id) != mark:
            store.queue(resource_id, package_id, schema_url, mark)
            asked.append(resource_id)
    return asked


def _has_no_table(saved: object) -> bool:
    """Tell whether nothing is to be checked by what the action answers: most datasets are then not read again."""
    shown = saved.get("resources") if isinstance(saved, dict) else None
    return isinstance(shown, list) and not any(table_schema_of(resource) for resource in shown)


def as_dict(resource: model.Resource) -> dict[str, Any]:
    """Return what decides whether and how a stored resource is checked."""
    names = ("url", "url_type", "format", "last_modified", "hash", "size")
    return {**{name: getattr(resource, name) for name in names}, "conforms_to": resource.extras.get("conforms_to")}
