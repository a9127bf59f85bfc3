"""How projects are indexed, and how their facets read."""

import re
from typing import Any

import ckan.plugins.toolkit as tk
from flask import has_request_context

from ckanext.archipel.lab import PROJECT_TYPE
from ckanext.archipel.lab.references import dataset_references

LABELLED_FACETS = ("stage", "mode", "takeover")
NAMES_PROJECTS = re.compile(rf"\bdataset_type:[(\s]*\"?{PROJECT_TYPE}\b")


def index_project(dataset: dict[str, Any]) -> dict[str, Any]:
    """Prepare a project for the index; anything else is left as it is."""
    if dataset.get("type") != PROJECT_TYPE:
        return dataset
    return {**dataset, "vocab_linked_datasets": dataset_references(dataset.get("linked_datasets"))}


def leave_out_projects(parameters: dict[str, Any]) -> dict[str, Any]:
    """Keep projects out of a search that does not name their type: dataset pages, feeds, catalogue, suggestions."""
    asked = " ".join([parameters.get("q") or "", parameters.get("fq") or "", *(parameters.get("fq_list") or [])])
    if NAMES_PROJECTS.search(asked):
        return parameters
    return {**parameters, "fq": f"{parameters.get('fq') or ''} -dataset_type:{PROJECT_TYPE}".strip()}


def project_facets() -> dict[str, str]:
    """Return the facets of the list of projects, in reading order."""
    return {
        "stage": tk._("Stage"),
        "mode": tk._("Support of the lab"),
        "takeover": tk._("Open to takeover"),
        "vocab_lab_theme": tk._("Themes"),
        "vocab_territory": tk._("Territories"),
        "organization": tk._("Carrier"),
    }


def label_facets(facets: dict[str, Any]) -> None:
    """Give the values of the projects' own facets the labels of the schema, in the reader's language."""
    if not has_request_context():
        return
    for name in LABELLED_FACETS:
        if not facets.get(name, {}).get("items"):
            continue
        schema = tk.h.scheming_get_dataset_schema(PROJECT_TYPE)
        field = tk.h.scheming_field_by_name(schema["dataset_fields"], name)
        for item in facets[name]["items"]:
            item["display_name"] = tk.h.scheming_choices_label(field["choices"], item["name"])
