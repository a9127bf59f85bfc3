"""What is checked of a dataset as a whole: nothing that contradicts the law, nothing missing when it is published."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.navl.dictization_functions import missing as missing_value
from ckan.lib.navl.dictization_functions import unflatten

from ckanext.archipel.dataset.completeness import missing
from ckanext.archipel.dataset.stored import is_harvested, stored_values

Flat = dict[tuple[Any, ...], Any]
Errors = dict[tuple[Any, ...], list[str]]
Context = dict[str, Any]
Key = tuple[Any, ...]

PUBLISHES = "archipel_publishes"


def archipel_notice_publication(key: Key, data: Flat, errors: Errors, context: Context) -> None:
    """Remember whether the dataset is being published, before CKAN drops the state that an editor may not set."""
    package = context.get("package")
    asked = data.get(("state",)) == "active"
    context[PUBLISHES] = asked and (package is None or str(package.state).startswith("draft"))


def archipel_complete(key: Key, data: Flat, errors: Errors, context: Context) -> None:
    """Refuse to publish a dataset made here that lacks what publication asks for."""
    if not context.pop(PUBLISHES, False) or is_harvested(data):
        return
    dataset = unflatten({name: value for name, value in data.items() if value is not missing_value and name[0] != "__"})
    if not dataset.get("resources") and _has_resources(context):
        dataset["resources"] = True
    for field in missing(dataset):
        errors.setdefault((field,), []).append(message(field))


def archipel_lawful(key: Key, data: Flat, errors: Errors, context: Context) -> None:
    """Refuse ODbL for high-value data, unless the dataset was stored so or a harvest brought it."""
    categories, licence = data.get(("hvd_category",)), data.get(("license_id",))
    if licence != "odc-odbl" or not categories or categories in ("[]", missing_value) or is_harvested(data):
        return
    if licence in stored_values(("license_id",), context) and stored_values(("hvd_category",), context):
        return
    errors.setdefault(("license_id",), []).append(
        tk._(
            "High-value data cannot be under ODbL: regulation (EU) 2023/138 allows no license more restrictive than "
            "CC BY 4.0, and ODbL requires sharing alike. Choose the Open Licence."
        )
    )


def message(field: str) -> str:
    """Return what to do about a field that publication asks for."""
    messages = {
        "notes": tk._("Describe the data before publishing them: what they are for, what they hold, their limits."),
        "lab_theme": tk._("Choose at least one theme before publishing."),
        "contact": tk._("Give a contact with an e-mail address or a contact page before publishing."),
        "license_id": tk._("Choose a license before publishing."),
        "territory": tk._("Choose the territory that the data cover before publishing."),
        "frequency": tk._("Choose how often the data are updated before publishing."),
        "access_limitation": tk._("Say why access is restricted before publishing."),
        "resources": tk._("Add at least one file or service before publishing."),
    }
    return str(messages[field])


def _has_resources(context: Context) -> bool:
    # CKAN 2.12 leaves the resources that have not changed out of what it validates.
    package = context.get("package")
    return package is not None and any(resource.state == "active" for resource in package.resources)
