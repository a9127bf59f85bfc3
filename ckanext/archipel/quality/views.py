"""The list of what is missing, kept up to date while a form is filled in."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.navl.dictization_functions import DataError, unflatten
from ckan.logic import clean_dict, parse_params, tuplize_dict
from ckanext.scheming.plugins import expand_form_composite
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.quality.helpers import archipel_form_missing

archipel_quality = Blueprint("archipel_quality", __name__)
archipel_quality.before_request(protect_forms)


@archipel_quality.route("/archipel/quality/form", methods=["POST"])
def form() -> ResponseReturnValue:
    """Return the list for a form as it stands; nothing is saved."""
    if not tk.current_user.is_authenticated:
        return tk.abort(403, tk._("Sign in to measure a dataset that is not saved."))
    try:
        typed: dict[str, Any] = clean_dict(unflatten(tuplize_dict(parse_params(tk.request.form))))
    except DataError:
        return tk.abort(400, tk._("Integrity Error"))
    page = str(typed.pop("archipel_page", ""))
    name = str(typed.pop("archipel_dataset", ""))
    schema = tk.h.scheming_get_dataset_schema("dataset")
    fields = schema["resource_fields" if page == "resource" else "dataset_fields"]
    expand_form_composite(typed, {field["field_name"] for field in fields if "repeating_subfields" in field})
    try:
        items = archipel_form_missing(typed, page if page == "resource" else _number(page), name)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Dataset not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Unauthorized to read this dataset"))
    return tk.render("archipel_quality/items.html", extra_vars={"items": items})


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
