"""Writes one harvested dataset, with what is known of its record, in one transaction."""

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchError, SearchIndexError, rebuild

from ckanext.archipel.dataset import archived
from ckanext.archipel.harvest.locks import fields as locked_fields
from ckanext.archipel.harvest.locks import store as locks
from ckanext.archipel.harvest.writing.changes import changes
from ckanext.archipel.harvest.writing.creation import create
from ckanext.archipel.harvest.writing.merge import merged
from ckanext.archipel.harvest.writing.notes import Written, note
from ckanext.archipel.harvest.writing.permit import Permit
from ckanext.archipel.harvest.writing.repair import without_refused
from ckanext.archipel.harvest.writing.target import Target

WRITE_ERRORS = (
    tk.ValidationError,
    tk.NotAuthorized,
    tk.ObjectNotFound,
    SearchError,
    SearchIndexError,
    sa.exc.SQLAlchemyError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
MAX_REPAIRS = 3


def site_user() -> str:
    """Return the name of the portal's own user."""
    return str(tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})["name"])


def write(target: Target, permit: Permit) -> str:
    """Create or update a dataset, leaving out what CKAN refuses when that saves it; return `added` or `updated`."""
    dataset = dict(target.dataset)
    for _ in range(MAX_REPAIRS):
        outcome, refusal = _try(target, dataset, permit)
        if refusal is None:
            return outcome
        repaired = without_refused(dataset, refusal.error_dict)
        if repaired is None:
            raise refusal
        dataset, removed = repaired
        target.mended.extend(removed)
    return _write(target, dataset, permit)


def _try(target: Target, dataset: dict[str, Any], permit: Permit) -> tuple[str, tk.ValidationError | None]:
    """Write a dataset; return CKAN's refusal of its values."""
    try:
        return _write(target, dataset, permit), None
    except tk.ValidationError as refusal:
        model.Session.rollback()
        return "", refusal


def _write(target: Target, dataset: dict[str, Any], permit: Permit) -> str:
    if target.dataset_id is not None:
        return _update(target, dataset, permit)
    create([(target, dataset)], permit)
    return "added"


def reindex(dataset_id: str) -> None:
    """Index a dataset again, within the caller's transaction."""
    model.Session.flush()
    rebuild(dataset_id)


def restore(target: Target) -> str:
    """Put back, as it was, the archived dataset of a record that is the same as before."""
    dataset_id = str(target.dataset_id)
    archived.restore(dataset_id)
    note([Written(target, dataset_id, "updated", {"restored": True})])
    reindex(dataset_id)
    model.Session.commit()
    return "updated"


def _update(target: Target, dataset: dict[str, Any], permit: Permit) -> str:
    dataset_id, user = str(target.dataset_id), permit.user
    permit.hold()
    shown = tk.get_action("package_show")({"user": user, "ignore_auth": True, "use_cache": False}, {"id": dataset_id})
    locked = locks.of(dataset_id)
    wanted = {**locked_fields.kept(dataset, shown, locked), "extras": target.marks}
    new = {**merged(wanted, shown), "state": "active"}
    locks.note(dataset_id, locked_fields.differences(dataset, shown, locked))
    was_archived = archived.archived_since(dataset_id) is not None
    archived.restore(dataset_id)
    note([Written(target, dataset_id, "updated", {"changes": changes(shown, new)})])
    # Solr may lag behind: CKAN must compare with what the database holds.
    context = {"user": user, "ignore_auth": True, "return_id_only": True, "original_package": shown}
    tk.get_action("package_update")(context, new)
    if was_archived:
        # CKAN does not index what it finds unchanged.
        reindex(dataset_id)
    model.Session.commit()
    return "updated"
