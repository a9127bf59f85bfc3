"""What templates show of a validation."""

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.archipel.review import store
from ckanext.archipel.review.rules import REVIEWED_TYPE, may_decide
from ckanext.archipel.review.setting import requires_review

__all__ = ["archipel_requires_review", "archipel_review", "archipel_reviews"]


@dataclass(frozen=True)
class Shown:
    """A request as its reader sees it."""

    review: store.Review | None
    requester: str
    reviewer: str
    required: bool
    may_publish: bool
    may_decide: bool


@dataclass(frozen=True)
class Reviews:
    """The drafts to validate, those sent back to the user, those that await somebody else."""

    to_validate: list[store.Waiting]
    returned: list[store.Waiting]
    elsewhere: list[store.Waiting]

    def __bool__(self) -> bool:
        return bool(self.to_validate or self.returned or self.elsewhere)


def archipel_review(dataset: dict[str, Any]) -> Shown | None:
    """Return what a draft's page says of its validation; None where no second person is involved."""
    if not str(dataset.get("state")).startswith("draft") or dataset.get("type") != REVIEWED_TYPE:
        return None
    user, organization = tk.current_user, dataset.get("owner_org") or ""
    review, required = store.get(dataset["id"]), requires_review(organization)
    if not user.is_authenticated or not (review or required):
        return None
    is_sysadmin = authz.is_sysadmin(user.name)
    edits = authz.has_user_permission_for_group_or_org(organization, user.name, "update_dataset")
    awaited = review is not None and review.state == store.REQUESTED
    return Shown(
        review=review,
        requester=_name(review.requester) if review else "",
        reviewer=_name(review.reviewer) if review and review.reviewer else "",
        required=required,
        may_publish=is_sysadmin or not required,
        may_decide=review is not None
        and awaited
        and may_decide(review.requester, user.id, edits=edits, is_sysadmin=is_sysadmin),
    )


def archipel_reviews() -> Reviews:
    """Sort the requests that concern the user."""
    user = tk.current_user
    held = tk.get_action("organization_list_for_user")({"user": user.name}, {"permission": "update_dataset"})
    found = store.waiting([organization["id"] for organization in held], user.id)
    asked = [entry for entry in found if entry.review.state == store.REQUESTED]
    return Reviews(
        to_validate=[entry for entry in asked if entry.review.requester != user.id],
        returned=[e for e in found if e.review.state == store.RETURNED and e.review.requester == user.id],
        elsewhere=[entry for entry in asked if entry.review.requester == user.id],
    )


def archipel_requires_review(organization_id: str) -> bool:
    """Tell whether an organization requires a second person's agreement."""
    return requires_review(organization_id)


def _name(user_id: str) -> str:
    user = model.User.get(user_id)
    return str(user.display_name) if user else user_id
