"""The pages of a bulk change: choose, preview, apply, and see how far it is."""

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.bulk.action import MOST, datasets_of
from ckanext.archipel.bulk.changes import CONTACT_PARTS, is_harvested, texts
from ckanext.archipel.csrf import protect_forms

archipel_bulk = Blueprint("archipel_bulk", __name__, url_prefix="/organization/<id>/modification-groupee")
archipel_bulk.before_request(protect_forms)

Data = dict[str, Any]


@archipel_bulk.route("")
def choose(id: str) -> ResponseReturnValue:
    """Show the datasets to choose from and what can be given to them."""
    return _choice(_organization(id), {}, "")


@archipel_bulk.route("", methods=["POST"])
def change(id: str) -> ResponseReturnValue:
    """Show what would change, or change it once that has been read."""
    organization, sent = _organization(id), _sent()
    step = tk.request.form.get("step", "")
    if step not in ("preview", "apply"):
        return _choice(organization, sent, "")
    data = sent | {"organization": organization["id"], "dry_run": step == "preview"}
    try:
        result = tk.get_action("archipel_bulk_update")({"user": tk.current_user.name}, data)
    except tk.ValidationError as error:
        return _choice(organization, sent, " ".join(texts(error.error_dict)))
    if step == "apply":
        return tk.redirect_to("archipel_bulk.show", id=organization["name"], run_id=result["id"])
    return tk.render("archipel_bulk/preview.html", _variables(organization) | {"sent": sent, "foreseen": result})


@archipel_bulk.route("/<run_id>")
def show(id: str, run_id: str) -> ResponseReturnValue:
    """Show how far a bulk change is."""
    organization = _organization(id)
    try:
        run = tk.get_action("archipel_bulk_show")({"user": tk.current_user.name}, {"id": run_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("This bulk change does not exist, or no longer."))
    if run["organization"] != organization["id"]:
        return tk.abort(404, tk._("This bulk change does not exist, or no longer."))
    return tk.render("archipel_bulk/run.html", _variables(organization) | {"run": run})


def _choice(organization: Data, sent: Data, error: str) -> ResponseReturnValue:
    fields = {f["field_name"]: f for f in tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]}
    datasets = datasets_of(organization["id"], tk.current_user.name)
    variables = {
        "datasets": [(dataset, is_harvested(dataset)) for dataset in datasets],
        "most": MOST,
        "fields": fields,
        "sent": sent,
        "error": error,
    }
    return tk.render("archipel_bulk/choose.html", _variables(organization) | variables)


def _variables(organization: Data) -> Data:
    return {"group_dict": organization, "group_type": organization["type"]}


def _sent() -> Data:
    form = tk.request.form
    contact = {part: form.get(f"contact-{part}", "").strip() for part in CONTACT_PARTS}
    return {
        "ids": form.getlist("ids")[: MOST + 1],
        "contact": [contact] if any(contact.values()) else [],
        "license_id": form.get("license_id", ""),
        "frequency": form.get("frequency", ""),
    }


def _organization(id: str) -> Data:
    context = {"user": tk.current_user.name}
    try:
        organization = tk.get_action("organization_show")(context, {"id": id.replace("\0", "")})
        tk.check_access("archipel_bulk_update", context, {"organization": organization["id"]})
    except (tk.ObjectNotFound, tk.ValidationError):
        return tk.abort(404, tk._("Organization not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the editors of this organization may change its datasets."))
    return dict(organization)
