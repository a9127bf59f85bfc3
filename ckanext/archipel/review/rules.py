"""When a second person's agreement is needed, and who may give it. Free of CKAN."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REVIEWED_TYPE = "dataset"
FIELD = "require_validation"
YES = frozenset({"true", "1", "yes", "on", "oui", "vrai"})


@dataclass(frozen=True)
class Situation:
    """State and organization of a dataset; both empty for one that does not exist yet."""

    state: str = ""
    organization: str = ""


def publishes(before: Situation, after: Situation) -> bool:
    """Tell whether a change makes a dataset public, or public in another organization."""
    if after.state != "active":
        return False
    return before.state != "active" or before.organization != after.organization


def is_yes(value: object) -> bool:
    """Read a setting as forms and the API write it."""
    return str(value).strip().lower() in YES


def asked_state(sent: Mapping[str, Any], before: Situation) -> str:
    """Return the state that a dataset will have: the one sent, else its own, else the one CKAN gives to a new one."""
    return str(sent.get("state") or before.state or "active")


def may_decide(requester: str, user: str, *, edits: bool, is_sysadmin: bool) -> bool:
    """Tell whether someone may answer a request: any editor but its author; the portal's administrators always."""
    return is_sysadmin or (edits and user != requester)
