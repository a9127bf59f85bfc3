"""Locks in the API."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.harvest.locks import store
from ckanext.archipel.harvest.locks.fields import UNLOCKABLE

Context = dict[str, Any]
DataDict = dict[str, Any]


def archipel_harvest_lock(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Lock (or unlock, with `locked` false) the `field` of the dataset `id`: its harvests leave it as it is here."""
    package = _dataset(data_dict)
    tk.check_access("archipel_harvest_lock", context, {"id": package.id})
    field = str(tk.get_or_bust(data_dict, "field"))
    field = "tags" if field == "tag_string" else field
    if field in UNLOCKABLE or field not in _fields(package.type):
        raise tk.ValidationError({"field": [tk._("This field cannot be locked.")]})
    if tk.asbool(data_dict.get("locked", True)):
        store.lock(package.id, field, str(context.get("user") or ""))
    else:
        store.unlock(package.id, field)
    model.Session.commit()
    return list(store.of(package.id).values())


@tk.side_effect_free
def archipel_harvest_lock_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List the locked fields of the dataset `id`, with what its source says where it differs."""
    package = _dataset(data_dict)
    tk.check_access("archipel_harvest_lock", context, {"id": package.id})
    return list(store.of(package.id).values())


def _dataset(data_dict: DataDict) -> Any:
    name = str(tk.get_or_bust(data_dict, "id"))
    package = model.Package.get(name) if "\0" not in name else None
    if package is None:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    return package


def _fields(dataset_type: str) -> set[str]:
    schema = tk.get_action("scheming_dataset_schema_show")({"ignore_auth": True}, {"type": dataset_type})
    names = {field["field_name"] for field in schema["dataset_fields"]}
    return {"tags" if name == "tag_string" else name for name in names}


def get_actions() -> dict[str, Any]:
    """Return the actions."""
    return {
        "archipel_harvest_lock": archipel_harvest_lock,
        "archipel_harvest_lock_list": archipel_harvest_lock_list,
    }
