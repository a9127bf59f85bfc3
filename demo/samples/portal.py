"""Writes sample organisations, datasets, files and projects into CKAN through its actions, skipping what is there."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from ckan.plugins import plugin_loaded
from werkzeug.datastructures import FileStorage

from demo.samples.files import SampleFile
from demo.samples.generator import Sample

Dict = dict[str, Any]

AGENT = "agent"
AGENT_ORGANISATION = "prefecture-isere"
CORE = ("name", "title", "description")


def act(action: str, data: Mapping[str, Any], **context: Any) -> Any:
    """Call an action as the site's own user."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True, **context}, dict(data))


def has(action: str) -> bool:
    """Whether a plugin of this portal offers `action`."""
    try:
        tk.get_action(action)
    except KeyError:
        return False
    return True


def present(table: type[Any]) -> set[str]:
    """The names of the objects of a CKAN table that are already there, deleted ones included."""
    return {name for (name,) in model.Session.query(table.name)}


def add_organisation(organisation: Mapping[str, Any]) -> None:
    """Create one publisher, with the fields that this portal's schema has for it."""
    known = organisation if plugin_loaded("scheming_organizations") else {k: organisation[k] for k in CORE}
    act("organization_create", known)


def add_dataset(sample: Sample) -> None:
    """Store the files, then create the dataset that points at them: its pages never miss a file."""
    act("package_create", sample.dataset | {"resources": _uploaded(sample)}, return_id_only=True)


def _uploaded(sample: Sample) -> list[Dict]:
    queried = set(sample.tables) if has("datastore_create") else set()
    resources = []
    for resource in sample.dataset["resources"]:
        added: Dict = {"datastore_active": True} if resource["id"] in queried else {}
        if resource["id"] in sample.files:
            _store(resource["id"], sample.files[resource["id"]])
            added["url_type"] = "upload"
        resources.append(resource | added)
    return resources


def _store(resource_id: str, file: SampleFile) -> None:
    storage = FileStorage(io.BytesIO(file.content), filename=file.name, content_type=file.mimetype)
    upload = uploader.get_resource_uploader({"id": resource_id, "url": file.name, "upload": storage})
    upload.upload(resource_id, uploader.get_max_resource_size())


def without_table(resource_ids: Iterable[str]) -> list[str]:
    """Those of the resources whose rows are not in the DataStore yet."""
    from ckanext.datastore.backend import DatastoreBackend  # noqa: PLC0415 - only where the plugin is loaded

    backend = DatastoreBackend.get_active_backend()
    return [key for key in resource_ids if not backend.resource_exists(key)]


def add_table(resource_id: str, rows: list[Dict]) -> None:
    """Put a resource's rows into the DataStore, so that they can be queried and shown as a table."""
    fields = [{"id": name, "type": _column_type([row[name] for row in rows])} for name in rows[0]]
    table = {"resource_id": resource_id, "force": True, "fields": fields, "records": rows}
    act("datastore_create", {**table, "calculate_record_count": False})  # the tables are small: no job for each
    if plugin_loaded("datatables_view"):
        act("resource_view_create", {"resource_id": resource_id, "view_type": "datatables_view", "title": "Tableau"})


def _column_type(values: list[object]) -> str:
    if not all(isinstance(value, int | float) for value in values):
        return "text"
    return "int" if all(isinstance(value, int) for value in values) else "float"


def add_agent(password: str) -> None:
    """Create the publisher's account, an editor of one organisation."""
    account = {"name": AGENT, "email": "agent@prefecture-isere.example.org", "fullname": "Agent publieur"}
    if AGENT in present(model.User):
        act("user_patch", {"id": AGENT, "password": password})
    else:
        act("user_create", account | {"password": password})
    act("organization_member_create", {"id": AGENT_ORGANISATION, "username": AGENT, "role": "editor"})
