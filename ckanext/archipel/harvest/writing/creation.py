"""Writes new datasets together: one transaction, one request to Solr, one note of what became of their records."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib import datapreview
from ckan.lib.dictization.model_dictize import resource_dictize
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.harvest.writing import quiet, solr_batch
from ckanext.archipel.harvest.writing.names import give_names
from ckanext.archipel.harvest.writing.notes import Written, note
from ckanext.archipel.harvest.writing.permit import Permit
from ckanext.archipel.harvest.writing.target import Target

Context = dict[str, Any]
Dataset = dict[str, Any]


def create(new: Sequence[tuple[Target, Dataset]], permit: Permit) -> None:
    """Create the datasets of records of one source, which get their ids and names, or none: what is wrong is raised."""
    permit.hold()
    give_names(new)
    # Held, or the session forgets it, and the index asks the database for it again with each dataset.
    source = model.Session.get(HarvestSource, new[0][0].source_id)
    context = _context(permit.user)
    with nullcontext() if permit.news else quiet.without_followers():
        packages = [_create(target, dataset, context) for target, dataset in new]
    note([Written(target, dataset["id"], "added") for target, dataset in new])
    _index(packages)
    del source
    model.Session.commit()
    for _, dataset in new:
        if any(file.get("conforms_to") for file in dataset.get("resources", [])):
            quiet.created(dataset["id"])


def _context(user: str) -> Context:
    account = model.User.get(user)
    return {"user": user, "auth_user_obj": account, "ignore_auth": True, "return_id_only": True, "defer_commit": True}


def _create(target: Target, dataset: Dataset, context: Context) -> model.Package:
    dataset["extras"] = target.marks
    with quiet.without_default_views():
        tk.get_action("package_create")(dict(context), dataset)
    package: model.Package = model.Session.get(model.Package, dataset["id"])
    _add_default_views(package, dataset, context)
    return package


def _add_default_views(package: model.Package, dataset: Dataset, context: Context) -> None:
    """Let CKAN add its default views to the files that have one: it asks the database about each of the others too."""
    plugins = datapreview.get_default_view_plugins()
    files = [resource_dictize(file, {"model": model, "session": model.Session}) for file in package.resources]
    viewed = [
        file for file in files if any(plugin.can_view({"resource": file, "package": dataset}) for plugin in plugins)
    ]
    if viewed:
        sent = {"package": {**dataset, "resources": viewed}}
        tk.get_action("package_create_default_resource_views")(dict(context), sent)


def _index(packages: Sequence[model.Package]) -> None:
    """Index the datasets where CKAN does not do so when their transaction is committed, as it did before 2.12."""
    if not tk.check_ckan_version(min_version="2.12"):
        return
    model.Session.flush()
    with solr_batch.one_request():
        for package in packages:
            logic.index_update_package({"ignore_auth": True}, package.id, defer_commit=True)
