"""Where each field of a dataset is filled in."""

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.publishing.pages import form_pages, is_draft
from ckanext.archipel.publishing.steps import page_of


def field_url(dataset: dict[str, Any], field_name: str) -> str:
    """Return the address of a field in the form."""
    package_type = dataset.get("type", "dataset")
    page = page_of(field_name, form_pages(package_type))
    if page is None:
        return str(tk.url_for(f"{package_type}.edit", id=dataset["name"]))
    route = "scheming_new_page" if is_draft(dataset) else "scheming_edit_page"
    anchor = {"tags": "tag_string", "owner_org": "organizations"}.get(field_name, field_name)
    return str(tk.url_for(f"{package_type}.{route}", id=dataset["name"], page=page)) + f"#field-{anchor}"


def files_url(dataset: dict[str, Any]) -> str:
    """Return the address of the list of files."""
    return str(tk.url_for("archipel_publishing.files", id=dataset["name"]))
