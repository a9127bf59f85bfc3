"""The answers to a request, and the organization's choice to require them."""

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.publishing.finish import CheckView, reasons
from ckanext.archipel.publishing.pages import shown
from ckanext.archipel.review.setting import require_review, requires_review

archipel_review = Blueprint("archipel_review", __name__)
archipel_review.before_request(protect_forms)

DECISIONS = ("request", "approve", "return")


@archipel_review.route("/dataset/<id>/validation", methods=["POST"])
def decide(id: str) -> ResponseReturnValue:
    """Ask for a validation, give it, or send the draft back; then show where the dataset stands."""
    dataset = shown(id)
    form = tk.request.form
    decision = form.get("decision", "")
    if decision not in DECISIONS:
        return tk.abort(400, tk._("Integrity Error"))
    data = {"id": dataset["id"], "message": form.get("message"), "metadata_modified": form.get("metadata_modified")}
    try:
        tk.get_action(f"archipel_review_{decision}")({"user": tk.current_user.name}, data)
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return CheckView().get(id, reasons(dataset, error.error_dict))
    return _done(decision, dataset)


def _done(decision: str, dataset: dict[str, Any]) -> ResponseReturnValue:
    if decision == "approve":
        return tk.redirect_to("archipel_publishing.published", id=dataset["name"])
    if decision == "request":
        tk.h.flash_success(tk._("The validation is asked for: you will be told when somebody has answered."))
    else:
        tk.h.flash_success(tk._("The dataset is sent back with your message."))
    return tk.redirect_to("archipel_publishing.check", id=dataset["name"])


@archipel_review.route("/organization/<id>/validation", methods=["GET", "POST"])
def setting(id: str) -> ResponseReturnValue:
    """Show and keep whether an organization requires a second person."""
    context = {"user": tk.current_user.name}
    if "\0" in id:
        return tk.abort(404, tk._("Organization not found"))
    try:
        tk.check_access("organization_update", context, {"id": id})
        organization = tk.get_action("organization_show")(context, {"id": id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Organization not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the administrators of this organization may change this setting."))
    if tk.request.method == "POST":
        require_review(context, organization["id"], wanted=tk.request.form.get("required") == "yes")
        tk.h.flash_success(tk._("The setting is saved."))
        return tk.redirect_to("archipel_review.setting", id=organization["name"])
    variables = {
        "group_dict": organization,
        "group_type": organization["type"],
        "required": requires_review(organization["id"]),
    }
    return tk.render("archipel_review/setting.html", extra_vars=variables)
