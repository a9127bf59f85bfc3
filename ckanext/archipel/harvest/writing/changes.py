"""What an update changes of a dataset, field by field, for people to read. Free of CKAN."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.archipel.harvest.locks.fields import comparable, same

# What is CKAN's own, or says where the dataset is rather than what it is.
NOT_SHOWN = frozenset(
    {
        *("id", "name", "extras", "groups", "state", "type", "private", "owner_org", "organization", "isopen"),
        *("num_resources", "num_tags", "creator_user_id", "metadata_created", "metadata_modified"),
        *("license_title", "license_url", "relationships_as_object", "relationships_as_subject", "tracking_summary"),
        *("author", "author_email", "maintainer", "maintainer_email", "plugin_data"),
    }
)
# What the portal itself notes of a file is no change of its source.
OF_A_FILE = ("name", "url", "format", "description", "mimetype", "size", "license", "issued", "modified")
LONGEST = 2000


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the fields that differ, each with its value before and after."""
    names = sorted({*after, *before} - NOT_SHOWN)
    compared = {**before, "resources": _told(before.get("resources") or [], after.get("resources") or [])}
    pairs = ((name, _shown(name, compared.get(name)), _shown(name, after.get(name))) for name in names)
    return [
        {"field": name, "before": _short(old), "after": _short(new)} for name, old, new in pairs if not same(old, new)
    ]


def _told(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the files as they were, without what the portal guessed where their source says nothing."""
    new = {file["id"]: file for file in after if "id" in file}
    return [{key: value for key, value in file.items() if key in new.get(file.get("id"), file)} for file in before]


def _shown(name: str, value: Any) -> Any:
    if name == "resources" and isinstance(value, list):
        return [{key: file[key] for key in OF_A_FILE if file.get(key)} for file in value]
    return comparable(value)


def _short(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= LONGEST else text[:LONGEST] + "…"
