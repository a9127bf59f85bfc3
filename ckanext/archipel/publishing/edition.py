"""A dataset as the draft of its next edition. Free of CKAN."""

from collections.abc import Mapping
from typing import Any

# What belongs to one edition, or that CKAN writes itself.
OWN = {
    "id", "name", "title", "state", "revision_id", "metadata_created", "metadata_modified", "creator_user_id",
    "resources", "num_resources", "num_tags", "relationships_as_object", "relationships_as_subject", "organization",
    "isopen", "license_title", "license_url", "temporal_coverage", "issued", "modified", "version", "version_notes",
    "identifier", "has_version", "extras", "harvest_licence", "tracking_summary",
}  # fmt: skip


def next_edition(dataset: Mapping[str, Any], title: str, name: str, address: str) -> dict[str, Any]:
    """Copy a dataset's metadata into a draft that links to it; files, dates and version are left to fill in."""
    copy = {key: value for key, value in dataset.items() if key not in OWN}
    copy["tags"] = [{"name": tag["name"]} for tag in dataset.get("tags", [])]
    copy["groups"] = [{"name": group["name"]} for group in dataset.get("groups", [])]
    return copy | {"title": title, "name": name, "state": "draft", "has_version": [address]}
