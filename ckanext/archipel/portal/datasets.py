"""Reads and writes the portal's datasets for the commands of the administrator."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.dataset.readable import AS_STORED
from ckanext.archipel.portal.adoption import Adoption, Record


def dataset_ids(dataset_type: str | None = None) -> list[str]:
    """List the datasets that are not deleted, drafts and private ones included, in a stable order."""
    query = model.Session.query(model.Package.id).filter(model.Package.state != "deleted")
    if dataset_type:
        query = query.filter(model.Package.type == dataset_type)
    return [row.id for row in query.order_by(model.Package.id)]


def administrator() -> Record:
    """Return a fresh context of the site's own user, whom no permission stops."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": user["name"], "ignore_auth": True}


def stored(dataset_id: str) -> Record:
    """Return a dataset as the database holds it: every field of ours is an extra there."""
    # Without validation: scheming's would move extras into fields, and fail on a text where it expects a list.
    context = {**administrator(), "use_cache": False, "validate": False, AS_STORED: True}
    return dict(tk.get_action("package_show")(context, {"id": dataset_id}))


def schema_fields(dataset_type: str) -> frozenset[str]:
    """Return the names of the fields that the running schema of a type of dataset declares."""
    schema = tk.get_action("scheming_dataset_schema_show")({}, {"type": dataset_type})
    return frozenset(field["field_name"] for field in schema["dataset_fields"])


def errors(adoption: Adoption) -> Mapping[str, Any]:
    """Ask the running schema what it refuses of a dataset, without storing anything."""
    forms = p.PluginImplementations(p.IDatasetForm)
    form = next(form for form in forms if adoption.dataset["type"] in form.package_types())
    package = model.Package.get(adoption.dataset["id"])
    context = {**administrator(), "model": model, "session": model.Session, "package": package}
    data = deepcopy(adoption.as_dataset())
    found: Mapping[str, Any] = form.validate(context, data, form.update_package_schema(), "package_update")[1]
    return found


def save(before: Record, adoption: Adoption) -> None:
    """Store a dataset."""
    # Read again through our schema, a value that only the default schema can read would stop the update.
    context = {**administrator(), "original_package": before, "return_id_only": True}
    tk.get_action("package_update")(context, deepcopy(adoption.as_dataset()))
