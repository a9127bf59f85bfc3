"""The page that tells an agent which rows of a file to correct."""

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.validation.eligible import table_schema_of

archipel_validation = Blueprint("archipel_validation", __name__)
archipel_validation.before_request(protect_forms)

ADDRESS = "/dataset/<id>/resource/<resource_id>/validation"
PAGE_SIZE = 100


@archipel_validation.route(ADDRESS)
def report(id: str, resource_id: str) -> ResponseReturnValue:
    """Show the report on a file, or how far its check is."""
    package, resource = _shown(id, resource_id)
    try:
        found = tk.get_action("archipel_validation_report_show")({}, {"id": resource_id})
    except tk.ObjectNotFound:
        found = {"state": "", "report": None}
    errors = (found["report"] or {}).get("errors", [])
    last = max(1, -(-len(errors) // PAGE_SIZE))
    page = min(max(tk.request.args.get("page", 1, type=int), 1), last)
    shown = errors[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    variables = {
        "pkg_dict": package,
        "dataset_type": package["type"],
        "resource": resource,
        "check": found,
        "errors": shown,
        "page_number": page,
        "last_page": last,
        "can_be_checked": bool(table_schema_of(resource)),
    }
    return tk.render("archipel_validation/report.html", extra_vars=variables)


@archipel_validation.route(ADDRESS, methods=["POST"])
def run(id: str, resource_id: str) -> ResponseReturnValue:
    """Ask for a new check, then show how far it is."""
    _shown(id, resource_id)
    try:
        tk.get_action("archipel_validation_run")({}, {"id": resource_id})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the editors of this dataset may ask for a new check."))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(error.error_summary.values()))
    return tk.redirect_to("archipel_validation.report", id=id, resource_id=resource_id)


def _shown(id: str, resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        package = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Dataset not found"))
    for resource in package["resources"]:
        if resource["id"] == resource_id:
            return package, resource
    return tk.abort(404, tk._("Resource not found"))
