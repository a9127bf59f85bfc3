"""The page of a harvested dataset: what its last harvest changed, what locks keep back."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestObject
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.harvest.access import context, sign_in
from ckanext.archipel.harvest.locks.fields import UNLOCKABLE

archipel_harvest_dataset = Blueprint("archipel_harvest_dataset", __name__, url_prefix="/dataset/<id>/moissonnage")
archipel_harvest_dataset.before_request(sign_in)
archipel_harvest_dataset.before_request(protect_forms)


@archipel_harvest_dataset.route("")
def show(id: str) -> ResponseReturnValue:
    """Show where a dataset comes from, what changed, what is locked."""
    dataset, locks = _dataset(id)
    locked = {lock["field"]: lock for lock in locks}
    variables = {
        "pkg_dict": dataset,
        "pkg": dataset,
        "origin": tk.get_action("archipel_harvest_origin_show")(context(), {"id": dataset["id"]}),
        "last": _last_change(dataset["id"]),
        "locks": locked,
        "lockable": [name for name in _fields(dataset["type"]) if name not in locked],
    }
    return tk.render("archipel_harvest/dataset.html", extra_vars=variables)


@archipel_harvest_dataset.route("", methods=["POST"])
def decide(id: str) -> ResponseReturnValue:
    """Lock or unlock a field, or take what the source says of it."""
    dataset, locks = _dataset(id)
    field, step = tk.request.form.get("field", ""), tk.request.form.get("step", "")
    try:
        if step == "take":
            _take(dataset, field, locks)
        elif step in ("lock", "unlock"):
            data = {"id": dataset["id"], "field": field, "locked": step == "lock"}
            tk.get_action("archipel_harvest_lock")(context(), data)
        else:
            return tk.abort(400, tk._("Choose one of the buttons of the page."))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(str(text) for texts in error.error_dict.values() for text in texts))
    else:
        tk.h.flash_success(DONE[step]())
    return tk.redirect_to("archipel_harvest_dataset.show", id=dataset["name"])


DONE = {
    "take": lambda: tk._("The field now is as its source says, and no longer locked."),
    "lock": lambda: tk._("The field is locked: the next harvests leave it as it is."),
    "unlock": lambda: tk._("The field is unlocked: the next harvest writes what its source says."),
}


def _take(dataset: dict[str, Any], field: str, locks: list[dict[str, Any]]) -> None:
    """Write what the source says of a locked field, and unlock it."""
    lock = next((each for each in locks if each["field"] == field and each["differs_since"]), None)
    if lock is None:
        raise tk.ValidationError({"field": [tk._("Its source does not say otherwise.")]})
    empty: Any = [] if isinstance(dataset.get(field), list) else ""
    value = empty if lock["source_value"] is None else lock["source_value"]
    more = {"tag_string": ", ".join(tag["name"] for tag in value)} if field == "tags" else {}
    tk.get_action("package_patch")(context(), {"id": dataset["id"], field: value, **more})
    tk.get_action("archipel_harvest_lock")(context(), {"id": dataset["id"], "field": field, "locked": False})


def _dataset(id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        dataset = tk.get_action("package_show")(context(), {"id": id.replace("\0", "")})
        return dict(dataset), list(tk.get_action("archipel_harvest_lock_list")(context(), {"id": dataset["id"]}))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Dataset not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only those who may edit a dataset see how it is harvested."))


def _last_change(dataset_id: str) -> dict[str, Any] | None:
    """Return what the last run that wrote the dataset changed."""
    query = model.Session.query(HarvestObject).filter_by(package_id=dataset_id, current=True)
    last = query.order_by(HarvestObject.import_finished.desc()).first()
    if last is None:
        return None
    data = {"id": last.harvest_job_id, "dataset_id": dataset_id, "limit": 1}
    try:
        found = tk.get_action("archipel_harvest_run_changes")({"ignore_auth": True}, data)
    except tk.ObjectNotFound:
        return None
    return {**found[0], "moment": last.import_finished.isoformat(), "run_id": last.harvest_job_id} if found else None


def _fields(dataset_type: str) -> list[str]:
    schema = tk.h.scheming_get_dataset_schema(dataset_type)
    names = [
        "tags" if field["field_name"] == "tag_string" else field["field_name"] for field in schema["dataset_fields"]
    ]
    return [name for name in names if name not in UNLOCKABLE]
