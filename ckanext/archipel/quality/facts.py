"""What the two metrics look at: a dataset as it would be exported, whatever was sent as one. Free of CKAN."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from ckanext.archipel.rdf.prepare import prepared

Dataset = dict[str, Any]
UPLOADS = "televersements.local"


@dataclass(frozen=True)
class Facts:
    """A dataset, its exported form, and what is known beside it: the day, addresses that answered, conformity."""

    dataset: Dataset
    exported: Dataset
    today: date
    answers: Mapping[str, bool] = field(default_factory=dict)
    conforms: bool | None = None

    @property
    def files(self) -> list[Dataset]:
        """List the files and services that are exported."""
        return self.exported["resources"]

    def answered(self, address: object) -> bool | None:
        """Tell whether an address answered when it was last checked; nothing when nobody checked it."""
        return self.answers.get(str(address))


def facts(
    dataset: Mapping[str, Any],
    today: date,
    hosts: Collection[str] = (),
    answers: Mapping[str, bool] | None = None,
    conforms: bool | None = None,
) -> Facts:
    """Gather the facts of a dataset, saved or not; `hosts` are the portal's own, always reachable addresses."""
    cleaned = _cleaned(dataset, today)
    return Facts(cleaned, prepared(cleaned, {*hosts, UPLOADS}), today, answers or {}, conforms)


def _cleaned(dataset: Mapping[str, Any], today: date) -> Dataset:
    kept: Dataset = {str(key): value for key, value in dataset.items()}
    kept["resources"] = [_resource(entry, today) for entry in _mappings(kept.get("resources"))]
    kept["extras"] = [extra for extra in _mappings(kept.get("extras")) if isinstance(extra.get("key"), str)]
    kept["tags"] = [tag for tag in _mappings(kept.get("tags")) if str(tag.get("name") or "").strip()]
    # The portal dates what it saves: a dataset still being written will have both dates.
    for key in ("metadata_created", "metadata_modified"):
        kept[key] = kept.get(key) or today.isoformat()
    return kept


def _resource(resource: Dataset, today: date) -> Dataset:
    kept = {"created": today.isoformat(), "metadata_modified": today.isoformat()}
    kept |= {str(key): value for key, value in resource.items() if value not in (None, "")}
    address = str(kept.get("url") or "")
    if kept.get("url_type") == "upload" and address and "://" not in address:
        # A file not yet uploaded has a name only; the portal will give it an address of its own.
        kept["url"] = f"https://{UPLOADS}/{quote(address)}"
    return kept


def _mappings(value: object) -> list[Dataset]:
    return [dict(entry) for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
