"""Reads the report on a file, and asks for a new check."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.validation import jobs, store
from ckanext.archipel.validation.eligible import fingerprint, table_schema_of
from ckanext.archipel.validation.events import as_dict

Context = dict[str, Any]
DataDict = dict[str, Any]


@tk.side_effect_free
def archipel_validation_report_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the state of the check of the file `id`, and its report once done."""
    resource_id = tk.get_or_bust(data_dict, "id")
    tk.check_access("archipel_validation_report_show", context, {"id": resource_id})
    found = store.get(resource_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("This file has not been checked against a table schema."))
    return {key: value for key, value in found.items() if key != "fingerprint"}


def archipel_validation_run(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask for a new check of the file `id`; return its state."""
    resource_id = tk.get_or_bust(data_dict, "id")
    tk.check_access("archipel_validation_run", context, {"id": resource_id})
    resource = model.Resource.get(resource_id)
    if resource is None or resource.state != "active":
        raise tk.ObjectNotFound(tk._("Resource not found"))
    described = as_dict(resource)
    schema_url = table_schema_of(described)
    if not schema_url:
        message = tk._("Only a CSV file that names its table schema can be checked: choose one in the file’s form.")
        raise tk.ValidationError({"conforms_to": [message]})
    store.queue(resource_id, resource.package_id, schema_url, fingerprint(described, schema_url))
    model.Session.commit()
    jobs.enqueue(resource_id)
    return archipel_validation_report_show({**context, "ignore_auth": True}, {"id": resource_id})


def get_actions() -> dict[str, Any]:
    """Return the actions."""
    return {
        "archipel_validation_report_show": archipel_validation_report_show,
        "archipel_validation_run": archipel_validation_run,
    }
