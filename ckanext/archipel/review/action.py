"""Asks for a second person's agreement, gives it, or sends the draft back."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import plugins as lib_plugins

from ckanext.archipel.review import gate, mail, store

Context = dict[str, Any]
DataDict = dict[str, Any]
LONGEST_MESSAGE = 5000


@tk.side_effect_free
def archipel_review_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the request about the draft `id`, or the answer that sent it back."""
    package = _package(data_dict)
    tk.check_access("archipel_review_show", context, {"id": package.id})
    found = store.get(package.id)
    if found is None:
        raise tk.ObjectNotFound(tk._("Nobody has asked for the validation of this dataset."))
    return _described(found)


def archipel_review_request(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask for the validation of the draft `id`; what publication asks for must be filled in."""
    package = _package(data_dict)
    tk.check_access("archipel_review_request", context, {"id": package.id})
    _must_be_draft(package)
    _must_be_publishable(package, context["user"])
    store.ask(package.id, model.User.get(context["user"]).id)
    mail.tell_reviewers(package.id)
    return _described(_request(package))


def archipel_review_approve(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish the draft `id` that someone else finished; `metadata_modified`, when given, must still be its own."""
    package = _package(data_dict)
    tk.check_access("archipel_review_approve", context, {"id": package.id})
    _must_be_draft(package)
    request = _request(package)
    seen = data_dict.get("metadata_modified")
    if seen and seen != package.metadata_modified.isoformat():
        raise tk.ValidationError(
            {"metadata_modified": [tk._("The dataset has changed since you read it: read it again, then validate it.")]}
        )
    publishing: Context = {"user": context["user"], "ignore_auth": True}
    published = tk.get_action("package_patch")(publishing, {"id": package.id, "state": "active"})
    mail.tell_requester(package.id, request.requester, context["user"], "")
    return dict(published)


def archipel_review_return(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Send the draft `id` back to who asked, with a `message`."""
    package = _package(data_dict)
    tk.check_access("archipel_review_return", context, {"id": package.id})
    _must_be_draft(package)
    request = _request(package)
    message = str(data_dict.get("message") or "").replace("\0", "").strip()[:LONGEST_MESSAGE]
    if not message:
        raise tk.ValidationError({"message": [tk._("Say what has to be corrected before sending the dataset back.")]})
    store.send_back(package.id, model.User.get(context["user"]).id, message)
    mail.tell_requester(package.id, request.requester, context["user"], message)
    return _described(_request(package, any_state=True))


def _package(data_dict: DataDict) -> Any:
    dataset_id = tk.get_or_bust(data_dict, "id")
    package = model.Package.get(dataset_id) if isinstance(dataset_id, str) and "\0" not in dataset_id else None
    if package is None or package.state == "deleted":
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    return package


def _must_be_draft(package: Any) -> None:
    if not package.state.startswith("draft"):
        raise tk.ValidationError({"state": [tk._("This dataset is already published.")]})


def _must_be_publishable(package: Any, user: str) -> None:
    """Refuse what publication would refuse, by the very rules of the dataset's schema."""
    dataset = tk.get_action("package_show")({"user": user, "ignore_auth": True}, {"id": package.id})
    plugin = lib_plugins.lookup_package_plugin(package.type)
    context = {"model": model, "session": model.Session, "user": user, "ignore_auth": True, "package": package}
    sent = dataset | {"state": "active"}
    _, errors = lib_plugins.plugin_validate(plugin, context, sent, plugin.update_package_schema(), "package_update")
    if errors:
        raise tk.ValidationError(errors)


def _request(package: Any, *, any_state: bool = False) -> store.Review:
    found = store.get(package.id)
    if found is None or (found.state != store.REQUESTED and not any_state):
        raise tk.ValidationError({"state": [tk._("Nobody awaits the validation of this dataset any more.")]})
    return found


def _described(found: store.Review) -> dict[str, Any]:
    people = {key: getattr(model.User.get(getattr(found, key)), "name", None) for key in ("requester", "reviewer")}
    moments = {key: getattr(found, key).isoformat() for key in ("requested", "updated")}
    return {"id": found.package_id, "state": found.state, "message": found.message, **people, **moments}


def get_actions() -> dict[str, Any]:
    """Return the actions, and CKAN's that the gate guards."""
    return {
        "archipel_review_show": archipel_review_show,
        "archipel_review_request": archipel_review_request,
        "archipel_review_approve": archipel_review_approve,
        "archipel_review_return": archipel_review_return,
        **gate.get_actions(),
    }
