"""What the lab adds to CKAN's actions; projects themselves go through `package_create` and its kin."""

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.lab import PROJECT_TYPE

MAX_PROJECTS = 100


@tk.side_effect_free
def archipel_project_list_for_dataset(context: dict[str, Any], data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the projects linked to a dataset that the reader may see: id, name, title, stage."""
    dataset_id = tk.get_or_bust(data_dict, "id")
    dataset = tk.get_action("package_show")({"user": context.get("user")}, {"id": dataset_id})
    found = tk.get_action("package_search")(
        {"user": context.get("user")},
        {
            "fq": f'+dataset_type:{PROJECT_TYPE} +vocab_linked_datasets:"{dataset["id"]}"',
            "include_private": True,
            "rows": MAX_PROJECTS,
            "sort": "title_string asc",
        },
    )
    return [{name: project.get(name, "") for name in ("id", "name", "title", "stage")} for project in found["results"]]
