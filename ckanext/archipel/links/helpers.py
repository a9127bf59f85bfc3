"""What the page of a file shows of its link."""

from typing import Any

from ckanext.archipel.links.state import LinkState, link_states

__all__ = ["archipel_link_state"]


def archipel_link_state(resource: dict[str, Any]) -> LinkState | None:
    """Return what is known of the link of a file; None for an uploaded one, or one never checked."""
    url = str(resource.get("url") or "")
    return None if resource.get("url_type") == "upload" else link_states([url]).get(url)
