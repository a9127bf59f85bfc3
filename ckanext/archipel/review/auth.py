"""Who may ask for an agreement, and who may give it."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.archipel.review import store
from ckanext.archipel.review.rules import may_decide

Context = dict[str, Any]
DataDict = dict[str, Any]


def archipel_review_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let whoever may change a draft see the request about it."""
    return dict(authz.is_authorized("package_update", context, {"id": data_dict.get("id")}))


def archipel_review_request(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let whoever may change a draft ask for its validation."""
    return dict(authz.is_authorized("package_update", context, {"id": data_dict.get("id")}))


def archipel_review_approve(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let another editor of the organization publish."""
    return _decide(context, data_dict)


def archipel_review_return(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let another editor of the organization send the draft back."""
    return _decide(context, data_dict)


def _decide(context: Context, data_dict: DataDict) -> dict[str, Any]:
    package = model.Package.get(data_dict.get("id"))
    user = model.User.get(context.get("user"))
    if package is None or user is None:
        return {"success": False, "msg": tk._("Dataset not found")}
    edits = authz.has_user_permission_for_group_or_org(package.owner_org, user.name, "update_dataset")
    request = store.get(package.id)
    requester = request.requester if request else ""
    if may_decide(requester, user.id, edits=edits, is_sysadmin=user.sysadmin):
        return {"success": True}
    if edits:
        return {"success": False, "msg": tk._("You asked for this validation: another person has to give it.")}
    return {"success": False, "msg": tk._("Only the editors of its organization may validate this dataset.")}


def get_auth_functions() -> dict[str, Any]:
    """Return the authorisation functions."""
    return {
        "archipel_review_show": archipel_review_show,
        "archipel_review_request": archipel_review_request,
        "archipel_review_approve": archipel_review_approve,
        "archipel_review_return": archipel_review_return,
    }
