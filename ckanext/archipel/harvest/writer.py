"""Writes harvested datasets through CKAN's own actions, as the portal itself."""

import json
import uuid
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchError
from ckanext.harvest.model import HarvestObject

from ckanext.archipel.harvest import store
from ckanext.archipel.harvest.merge import free_name, merged
from ckanext.archipel.harvest.repair import without_refused

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


def site_context() -> dict[str, Any]:
    """Return the context of an action done by the portal itself."""
    user = tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})
    return {"user": user["name"], "ignore_auth": True, "return_id_only": True}


def write_dataset(harvest_object: HarvestObject) -> None:
    """Create or update the dataset of a harvest object, leaving out what CKAN refuses when that saves it."""
    dataset = _marked(harvest_object)
    package_id = harvest_object.package_id
    if package_id:
        action = "package_update"
        context = {**site_context(), "return_id_only": False, "use_cache": False}
        dataset = merged(dataset, tk.get_action("package_show")(context, {"id": package_id})) | {"state": "active"}
    else:
        action = "package_create"
        package_id = str(uuid.uuid4())
        dataset |= {"id": package_id, "name": _unused_name(dataset["title"], package_id)}
    for _ in range(MAX_REPAIRS):
        refusal = _write(harvest_object, package_id, action, dataset)
        if refusal is None:
            return
        repaired = without_refused(dataset, refusal.error_dict)
        if repaired is None:
            raise refusal
        dataset, removed = repaired
        _warn(harvest_object, removed)
    if refusal := _write(harvest_object, package_id, action, dataset):
        raise refusal


def remove_dataset(harvest_object: HarvestObject) -> None:
    """Delete the dataset, as a person would: it can be restored."""
    tk.get_action("package_delete")(site_context(), {"id": harvest_object.package_id})
    _retire_previous(harvest_object)
    harvest_object.current = False


def _marked(harvest_object: HarvestObject) -> dict[str, Any]:
    """Return the mapped dataset with where it comes from: the pair (source, identifier) is its identity."""
    source_id = harvest_object.harvest_source_id
    marks = {"guid": harvest_object.guid, "harvest_source_id": source_id}
    owner = model.Session.query(model.Package.owner_org).filter(model.Package.id == source_id).scalar()
    return {
        **json.loads(harvest_object.content),
        "type": "dataset",
        "owner_org": owner,
        "extras": [{"key": key, "value": value} for key, value in marks.items()],
    }


def _write(
    harvest_object: HarvestObject, package_id: str, action: str, dataset: dict[str, Any]
) -> tk.ValidationError | None:
    """Write a dataset; return CKAN's refusal of its values."""
    # In the same transaction as the dataset: ckanext-harvest reads the current object while it is being indexed.
    _retire_previous(harvest_object)
    harvest_object.package_id, harvest_object.current = package_id, True
    harvest_object.add()
    model.Session.execute(sa.text("SET CONSTRAINTS harvest_object_package_id_fkey DEFERRED"))
    model.Session.flush()
    try:
        tk.get_action(action)(site_context(), dataset)
    except tk.ValidationError as error:
        return error
    return None


def _retire_previous(harvest_object: HarvestObject) -> None:
    previous = model.Session.query(HarvestObject).filter(
        HarvestObject.harvest_source_id == harvest_object.harvest_source_id,
        HarvestObject.guid == harvest_object.guid,
        HarvestObject.id != harvest_object.id,
        HarvestObject.current.is_(True),
    )
    previous.update({"current": False}, synchronize_session=False)


def _unused_name(title: str, package_id: str) -> str:
    start = free_name(title, package_id, ())[:60]
    rows = model.Session.query(model.Package.name).filter(model.Package.name.startswith(start, autoescape=True))
    return free_name(title, package_id, {name for (name,) in rows})


def _warn(harvest_object: HarvestObject, removed: list[str]) -> None:
    known = json.loads(store.extra_of(harvest_object, store.WARNINGS) or "[]")
    harvest_object.extras = [entry for entry in harvest_object.extras if entry.key != store.WARNINGS]
    store.add_extra(harvest_object, store.WARNINGS, json.dumps([*known, *removed], ensure_ascii=False))
