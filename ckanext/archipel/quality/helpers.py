"""Template helpers: what a publisher can still do for a dataset, with the address of each field."""

from collections.abc import Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.dataset.helpers import language
from ckanext.archipel.quality.action import quality_of
from ckanext.archipel.quality.measure import as_json

__all__ = ["archipel_form_missing", "archipel_missing", "archipel_quality", "archipel_sees_points"]

Dataset = Mapping[str, Any]


def archipel_quality(dataset: Dataset) -> dict[str, Any]:
    """Return the quality of a dataset, saved or still being written, as the API gives it."""
    return as_json(quality_of(dataset), language())


def archipel_sees_points(dataset: Dataset) -> bool:
    """Tell whether the reader administers the portal or the organization of a dataset: agents see what to do only."""
    try:
        return bool(tk.check_access("archipel_quality_points", {}, {"owner_org": dataset.get("owner_org")}))
    except tk.NotAuthorized:
        return False


def archipel_form_missing(data: Dataset, page: int | str, dataset_name: str | None = None) -> list[dict[str, Any]]:
    """List what is missing while a form is filled in: `data` is what page `page` of the dataset's form holds."""
    name = str(dataset_name or data.get("id") or "").replace("\0", "")
    saved = tk.get_action("package_show")({}, {"id": name}) if name else {}
    if page == "resource":
        return archipel_missing({**saved, "resources": [data]}, page)
    typed = {key: value for key, value in data.items() if key != "tags" or "tag_string" not in data}
    kept = {key: value for key, value in saved.items() if key != "tags" or "tag_string" not in data}
    return archipel_missing({**kept, **typed}, page)


def archipel_missing(dataset: Dataset, page: int | str | None = None) -> list[dict[str, Any]]:
    """List what is missing, the most useful first; `page` is the one being filled in: its number, or `resource`."""
    schema = tk.h.scheming_get_dataset_schema("dataset") or {}
    places = {"dataset": schema.get("dataset_fields", []), "resource": schema.get("resource_fields", [])}
    found = []
    for item in archipel_quality(dataset)["missing"]:
        fields = {field["field_name"]: field for field in places[item["level"]]}
        # Of what no form can mend, nothing is asked.
        if item["field"] in fields:
            links = list(_links(dataset, item, fields[item["field"]], page))
            found.append({**item, "links": links, "here": any(link["href"].startswith("#") for link in links)})
    return found


def _links(
    dataset: Dataset, item: dict[str, Any], field: dict[str, Any], page: int | str | None
) -> Iterator[dict[str, str]]:
    anchor = _anchor(dataset, str(item["field"]), field)
    saved = dataset.get("name") if dataset.get("id") else None
    if item["level"] == "resource":
        yield from _file_links(str(saved or ""), item["files"], anchor, page)
        return
    number = _page_of(item["field"])
    if page is not None and (number is None or page == number):
        yield {"text": "", "href": anchor}
    elif saved:
        yield {"text": "", "href": _form_address(dataset, str(saved), number) + anchor}


def _file_links(
    saved: str, files: list[dict[str, str]], anchor: str, page: int | str | None
) -> Iterator[dict[str, str]]:
    if page == "resource":
        yield {"text": "", "href": anchor}
    elif saved and not files:
        yield {"text": "", "href": tk.h.url_for("dataset_resource.new", id=saved) + anchor}
    elif saved:
        for file in files:
            if file["id"]:
                address = tk.h.url_for("dataset_resource.edit", id=saved, resource_id=file["id"])
                yield {"text": file["name"], "href": address + anchor}


def _anchor(dataset: Dataset, name: str, field: dict[str, Any]) -> str:
    parts = field.get("repeating_subfields")
    shown = dataset.get(name) or field.get("form_blanks", 1)
    return f"#field-{name}-0-{parts[0]['field_name']}" if parts and shown else f"#field-{name}"


def _page_of(name: str) -> int | None:
    pages = tk.h.scheming_get_dataset_form_pages("dataset") or []
    holding = (number for number, page in enumerate(pages, 1) if name in {f["field_name"] for f in page["fields"]})
    return next(holding, None)


def _form_address(dataset: Dataset, name: str, number: int | None) -> str:
    if number is None:
        return str(tk.h.url_for("dataset.edit", id=name))
    draft = str(dataset.get("state") or "").startswith("draft")
    route = "dataset.scheming_new_page" if draft else "dataset.scheming_edit_page"
    return str(tk.h.url_for(route, id=name, page=number))
