"""Template helpers of the lab."""

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.lab import PROJECT_TYPE
from ckanext.archipel.lab.references import dataset_references
from ckanext.archipel.lab.validators import MAX_LINKED_DATASETS


def archipel_linked_datasets(value: object) -> list[dict[str, Any]]:
    """Return the datasets a project links that the reader may see, in the project's order."""
    ids = dataset_references(value)[:MAX_LINKED_DATASETS]
    if not ids:
        return []
    quoted = " OR ".join('"{}"'.format(reference.replace('"', "")) for reference in ids)
    found = tk.get_action("package_search")(
        {}, {"fq": f"+dataset_type:dataset +id:({quoted})", "include_private": True, "rows": len(ids)}
    )
    return sorted(found["results"], key=lambda dataset: ids.index(dataset["id"]))


def archipel_linked_datasets_text(value: object) -> str:
    """Return what the form shows: names where the reader may see the dataset, else what is stored."""
    names = {dataset["id"]: dataset["name"] for dataset in archipel_linked_datasets(value)}
    return ", ".join(names.get(reference, reference) for reference in dataset_references(value))


def archipel_projects_of_dataset(dataset_id: str) -> list[dict[str, Any]]:
    """Return the projects that use a dataset, for its page."""
    try:
        return tk.get_action("archipel_project_list_for_dataset")({}, {"id": dataset_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return []


def archipel_project_label(field_name: str, value: str) -> str:
    """Return the label of a coded value of a project, such as its stage."""
    field = tk.h.scheming_field_by_name(tk.h.scheming_get_dataset_schema(PROJECT_TYPE)["dataset_fields"], field_name)
    return tk.h.scheming_choices_label(field["choices"], value)


@tk.chained_helper
def humanize_entity_type(
    next_helper: Callable[[str, str, str], str | None], entity_type: str, object_type: str, purpose: str
) -> str | None:
    """Word for projects the texts that CKAN derives from the name of a dataset type."""
    if (entity_type, object_type) != ("package", PROJECT_TYPE):
        return next_helper(entity_type, object_type, purpose)
    return _project_wording().get(purpose) or next_helper(entity_type, object_type, purpose)


def _project_wording() -> dict[str, str]:
    projects = tk._("Projects")
    return {
        "add link": tk._("Propose a project"),
        "create label": tk._("Propose a project"),
        "create title": tk._("Propose a project"),
        "edit label": tk._("Edit the project"),
        "update label": tk._("Save the project"),
        "view label": tk._("View the project"),
        "delete confirmation": tk._("Delete this project?"),
        "no description": tk._("This project has no description."),
        "search placeholder": tk._("Search projects…"),
        "breadcrumb": projects,
        "content tab": projects,
        "facet label": projects,
        "main nav": projects,
        "page title": projects,
    }
