"""Writes one harvested dataset, with what is known of its record, in one transaction."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchError, rebuild

from ckanext.archipel.dataset import archived
from ckanext.archipel.harvest.ledger import journal, records, sharing
from ckanext.archipel.harvest.locks import fields as locked_fields
from ckanext.archipel.harvest.locks import store as locks
from ckanext.archipel.harvest.writing import quiet
from ckanext.archipel.harvest.writing.changes import changes
from ckanext.archipel.harvest.writing.merge import free_name, merged
from ckanext.archipel.harvest.writing.repair import without_refused

WRITE_ERRORS = (
    tk.ValidationError,
    tk.NotAuthorized,
    tk.ObjectNotFound,
    SearchError,
    sa.exc.SQLAlchemyError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
MAX_REPAIRS = 3
# So that a dataset written again after a crash is the same one, in the index too.
IDS = uuid.UUID("6d1f0f5a-6a5e-5b0e-9b60-3d9b5f0c8a11")


@dataclass(frozen=True)
class Target:
    """A record to write: the mapped dataset, and the dataset here that it updates, if any."""

    run_id: str
    source_id: str
    identifier: str
    dataset: Mapping[str, Any]
    fingerprint: str
    uri: str = ""
    names: frozenset[str] = frozenset()
    warnings: Sequence[str] = ()
    dataset_id: str | None = None
    mended: list[str] = field(default_factory=list)


def site_user() -> str:
    """Return the name of the portal's own user."""
    return str(tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})["name"])


def write(target: Target, user: str) -> str:
    """Create or update a dataset, leaving out what CKAN refuses when that saves it; return `added` or `updated`."""
    dataset = dict(target.dataset)
    for _ in range(MAX_REPAIRS):
        outcome, refusal = _try(target, dataset, user)
        if refusal is None:
            return outcome
        repaired = without_refused(dataset, refusal.error_dict)
        if repaired is None:
            raise refusal
        dataset, removed = repaired
        target.mended.extend(removed)
    return _write(target, dataset, user)


def _try(target: Target, dataset: dict[str, Any], user: str) -> tuple[str, tk.ValidationError | None]:
    """Write a dataset; return CKAN's refusal of its values."""
    try:
        return _write(target, dataset, user), None
    except tk.ValidationError as refusal:
        model.Session.rollback()
        return "", refusal


def _write(target: Target, dataset: dict[str, Any], user: str) -> str:
    return _create(target, dataset, user) if target.dataset_id is None else _update(target, dataset, user)


def reindex(dataset_id: str) -> None:
    """Index a dataset again, within the caller's transaction."""
    model.Session.flush()
    rebuild(dataset_id)


def restore(target: Target) -> str:
    """Put back, as it was, the archived dataset of a record that is the same as before."""
    dataset_id = str(target.dataset_id)
    archived.restore(dataset_id)
    _note(target, dataset_id, "updated", {"restored": True})
    reindex(dataset_id)
    model.Session.commit()
    return "updated"


def _create(target: Target, dataset: dict[str, Any], user: str) -> str:
    # What a repair chose stays.
    _name(target, dataset)
    dataset_id = str(dataset["id"])
    dataset["extras"] = _marks(target)
    _note(target, dataset_id, "added", {})
    with quiet.without_followers():
        tk.get_action("package_create")(_context(user), dataset)
    model.Session.commit()
    quiet.created(dataset_id, any(file.get("conforms_to") for file in dataset.get("resources", [])))
    return "added"


def _update(target: Target, dataset: dict[str, Any], user: str) -> str:
    dataset_id = str(target.dataset_id)
    shown = tk.get_action("package_show")({"user": user, "ignore_auth": True, "use_cache": False}, {"id": dataset_id})
    locked = locks.of(dataset_id)
    wanted = {**locked_fields.kept(dataset, shown, locked), "extras": _marks(target)}
    new = {**merged(wanted, shown), "state": "active"}
    locks.note(dataset_id, locked_fields.differences(dataset, shown, locked))
    was_archived = archived.archived_since(dataset_id) is not None
    archived.restore(dataset_id)
    _note(target, dataset_id, "updated", {"changes": changes(shown, new)})
    # Solr may lag behind: CKAN must compare with what the database holds.
    tk.get_action("package_update")({**_context(user), "original_package": shown}, new)
    if was_archived:
        # CKAN does not index what it finds unchanged.
        reindex(dataset_id)
    model.Session.commit()
    return "updated"


def _note(target: Target, dataset_id: str, outcome: str, extras: Mapping[str, Any]) -> None:
    """Note, in the transaction of the dataset itself, what becomes of the record."""
    records.save(
        target.source_id,
        target.identifier,
        uri=target.uri,
        names=sorted(target.names),
        dataset_id=dataset_id,
        owner=True,
        fingerprint=target.fingerprint,
        written_run=target.run_id,
        outcome=outcome,
        archived=None,
        removed=None,
    )
    if target.dataset_id is not None:
        sharing.disown_others(dataset_id, target.source_id, target.identifier)
        journal.release(dataset_id, target.source_id)
    warnings = [*target.warnings, *target.mended]
    more = {"warnings": warnings} if warnings else {}
    content = json.dumps(dict(target.dataset), ensure_ascii=False, default=str)
    journal.note(
        journal.Entry(
            target.run_id,
            target.source_id,
            target.identifier,
            outcome,
            dataset_id,
            content,
            {**{key: value for key, value in extras.items() if value}, **more},
        )
    )


def _context(user: str) -> dict[str, Any]:
    return {"user": user, "ignore_auth": True, "return_id_only": True}


def _marks(target: Target) -> list[dict[str, str]]:
    """Say where a dataset comes from: the pair (source, identifier) is its identity."""
    marks = {"guid": target.identifier, "harvest_source_id": target.source_id}
    return [{"key": key, "value": value} for key, value in marks.items()]


def _name(target: Target, dataset: dict[str, Any]) -> None:
    """Give a new dataset an id and a name that no other has, where a repair did not."""
    wanted = str(uuid.uuid5(IDS, f"{target.source_id}\n{target.identifier}"))
    package, base = model.Package, free_name(dataset["title"], wanted, ())
    query = model.Session.query(package.id, package.name)
    taken = dict(list(query.filter(sa.or_(package.id == wanted, package.name == base))))
    dataset_id = dataset.setdefault("id", str(uuid.uuid4()) if wanted in taken else wanted)
    names = set(taken.values())
    if base in names:
        # Looked for only then: no index of CKAN's serves it.
        names = {name for _, name in query.filter(package.name.startswith(base[:60], autoescape=True))}
    dataset.setdefault("name", free_name(dataset["title"], str(dataset_id), names))
