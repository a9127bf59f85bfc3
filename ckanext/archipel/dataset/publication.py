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

ASKED_STATE = "archipel_asked_state"


def archipel_notice_publication(key: Key, data: Flat, errors: Errors, context: Context) -> None:
    """Remember the state that is asked for, before CKAN drops what an editor may not set."""
    context[ASKED_STATE] = data.get(("state",))
    if context[ASKED_STATE] == "draft" and context.get("package") is None:
        # CKAN would drop the state that an editor sends by API, and so publish what was meant as a draft.
        context["allow_state_change"] = True


def archipel_complete(key: Key, data: Flat, errors: Errors, context: Context) -> None:
    """Refuse to publish a dataset made here that lacks what publication asks for, or to empty it once published."""
    asked, package = context.pop(ASKED_STATE, None), context.get("package")
    before = "" if package is None else str(package.state)
    # A creation that names no state is an import, which is only advised.
    publishes = asked == "active" and (package is None or before.startswith("draft"))
    stays = before == "active" and data.get(("state",)) not in ("draft", "deleted")
    if is_harvested(data) or not (publishes or stays):
        return
    dataset = unflatten({name: value for name, value in data.items() if value is not missing_value and name[0] != "__"})
    if not dataset.get("resources") and _has_resources(context):
        dataset["resources"] = True
    # What a published dataset lacks already forbids none of its edits; its last file may be removed.
    tolerated = {"resources", *missing(_stored(package))} if stays else set()
    for field in missing(dataset):
        if field not in tolerated:
            errors.setdefault(_place(field, errors), []).append(message(field))


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


def _place(field: str, errors: Errors) -> Key:
    # An error cannot stand at once on a repeating field and within its groups: CKAN would answer 500.
    groups = [key[1] for key in errors if field == "contact" == key[0] and len(key) == 3]
    return (field, min(groups), "email") if groups else (field,)


def _stored(package: Any) -> dict[str, Any]:
    return {**package.extras, "notes": package.notes, "license_id": package.license_id}


def _has_resources(context: Context) -> bool:
    # CKAN 2.12 leaves the resources that have not changed out of what it validates.
    package = context.get("package")
    return package is not None and any(resource.state == "active" for resource in package.resources)
