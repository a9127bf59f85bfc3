"""Template helpers of the publication: steps, layout of a page, help of a field."""

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.dataset.helpers import language
from ckanext.archipel.publishing import steps
from ckanext.archipel.publishing.links import field_url
from ckanext.archipel.publishing.pages import form_pages
from ckanext.archipel.quality.remedies import Level, remedies

__all__ = [
    "archipel_error_links",
    "archipel_field_help",
    "archipel_form_parts",
    "archipel_publishing_steps",
    "archipel_tied",
    "archipel_tied_field",
]

# Form snippets that tie their controls to hint and error by themselves, whatever the theme.
TIED = frozenset(
    f"archipel_{name}.html" for name in ("checkboxes", "multiple_select", "uris", "table_schema", "territory")
)


def archipel_publishing_steps(package_type: str) -> list[steps.Step]:
    """List the steps of a publication."""
    return steps.steps(form_pages(package_type), tk._("Files"), tk._("Check and publish"))


def archipel_form_parts(
    package_type: str, fields: list[dict[str, Any]], data: dict[str, Any], errors: dict[str, Any]
) -> list[steps.Part]:
    """Lay out the fields of a page in foldable groups."""
    schema = tk.h.scheming_get_dataset_schema(package_type) or {}
    return steps.parts(fields, schema.get("archipel_groups", []), data, errors)


def archipel_field_help(field_name: str, level: Level) -> dict[str, str] | None:
    """Return what to put in a field and why it matters, when it counts for the quality of the dataset."""
    wanted = {"tag_string": "tags"}.get(field_name, field_name)
    found = [item for item in remedies().values() if item.level == level and item.field in (wanted, field_name)]
    if not found:
        return None
    words = found[0].words(language())
    return {"advice": words.advice, "why": words.why}


def archipel_error_links(
    fields: list[dict[str, Any]],
    errors: dict[str, Any],
    here: list[dict[str, Any]] | None = None,
    dataset: dict[str, Any] | None = None,
) -> list[dict[str, str]]:
    """List the errors of a form with the address of each field: on this page, or on another one of a saved dataset."""
    found: list[dict[str, str]] = []
    names_here = {field["field_name"] for field in here} if here is not None else None
    for field in fields:
        name = field["field_name"]
        if name not in errors:
            continue
        label = tk.h.scheming_language_text(field["label"])
        if names_here is not None and name not in names_here:
            elsewhere = field_url(dataset, name) if dataset and dataset.get("id") else ""
            found.append({"label": label, "text": _words(errors[name]), "href": elsewhere})
        elif "repeating_subfields" in field:
            found += _group_errors(field, label, errors[name])
        else:
            anchor = {"owner_org": "organizations"}.get(name, name)
            found.append({"label": label, "text": _words(errors[name]), "href": f"#field-{anchor}"})
    known = {field["field_name"] for field in fields}
    others = [(name, errors[name]) for name in errors if name not in known and name not in ("tags", "resources")]
    return found + [{"label": tk._(name), "text": _words(error), "href": ""} for name, error in sorted(others)]


def archipel_tied(control_id: str, error: Any, attrs: dict[str, str]) -> dict[str, str]:
    """Return the attributes that tie a control to its hint and error; the State's theme ties them in its macros."""
    if tk.h.plugin_loaded("archipel_dsfr"):
        return attrs
    return {**attrs, "aria-describedby": f"{control_id}-tied", **({"aria-invalid": "true"} if error else {})}


def archipel_tied_field(field: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """Return a field of a form whose control is tied to its hint and to its error, if it has any."""
    error = errors.get(field["field_name"])
    ties_itself = "repeating_subfields" in field or field.get("form_snippet") in TIED
    if ties_itself or not (error or field.get("help_text")):
        return field
    return field | {"form_attrs": archipel_tied(f"field-{field['field_name']}", error, field.get("form_attrs", {}))}


def _group_errors(field: dict[str, Any], label: str, groups: Any) -> list[dict[str, str]]:
    found = []
    for index, group in enumerate(groups if isinstance(groups, list) else []):
        if not isinstance(group, dict):
            found.append({"label": label, "text": str(group), "href": f"#field-{field['field_name']}"})
            continue
        found += [
            {
                "label": f"{label} {index + 1}, {tk.h.scheming_language_text(sub['label'])}",
                "text": _words(group[sub["field_name"]]),
                "href": f"#field-{field['field_name']}-{index}-{sub['field_name']}",
            }
            for sub in field["repeating_subfields"]
            if sub["field_name"] in group
        ]
    return found


def _words(problem: Any) -> str:
    return " ".join(str(part) for part in problem) if isinstance(problem, list) else str(problem)
