"""From a dataset of CKAN's API to the values that the mapping knows. Free of CKAN."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.harvest.kinds.http_json import text
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items
from ckanext.archipel.harvest.people import INSTITUTIONS

# Fields that ckanext-dcat names as we do, as fields of a schema or as extras.
SAME = (
    *("frequency", "theme", "language", "conforms_to", "access_rights", "provenance", "hvd_category", "documentation"),
    *("territory", "temporal_resolution", "spatial_resolution_in_meters", "applicable_legislation", "version_notes"),
    *("has_version", "in_series", "is_referenced_by", "topic_category", "reference_system", "dcat_type"),
)
UNKNOWN = {"notspecified", ""}
DAY_IN_SENTENCE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def values(dataset: Mapping[str, Any], home: str) -> dict[str, Any]:
    """Return the values of a dataset of the portal at `home`."""
    extras = {text(as_dict(e).get("key")): as_dict(e).get("value") for e in as_items(dataset.get("extras"))}
    known = {**extras, **{key: value for key, value in dataset.items() if value not in (None, "", [])}}
    name = text(dataset.get("name"))
    found = {
        **{key: known.get(key) for key in SAME},
        "title": text(known.get("title")) or name,
        "notes": text(known.get("notes")),
        "identifier": text(known.get("identifier")) or text(known.get("id")),
        "url": text(known.get("url")) if text(known.get("url")).startswith("http") else page_of(home, name),
        "version": text(known.get("version")),
        "tags": [{"name": _name(tag)} for tag in as_items(dataset.get("tags"))],
        "harvest_licence": "\n".join(_licences(known)),
        "publisher": _publisher(known),
        INSTITUTIONS: [text(as_dict(known.get("organization")).get("title")), _first_group(known)],
        "contact": as_dicts(known.get("contact")) or [_contact(known)],
        "issued": _day(text(known.get("issued")) or text(known.get("metadata_created"))),
        "modified": _day(text(known.get("modified")) or text(known.get("metadata_modified"))),
        "temporal_coverage": as_dicts(known.get("temporal_coverage"))
        or [{end: text(known.get(f"temporal_{end}")) for end in ("start", "end")}],
        "spatial_coverage": as_dicts(known.get("spatial_coverage"))
        or [
            {
                "geom": known.get("spatial"),
                "text": text(known.get("spatial_text")),
                "uri": text(known.get("spatial_uri")),
            }
        ],
        "resources": [_resource(as_dict(entry)) for entry in as_items(dataset.get("resources"))],
    }
    return {key: value for key, value in found.items() if value}


def page_of(home: str, name: str) -> str:
    """Return the address of the page of a dataset."""
    return f"{home}/dataset/{quote(name, safe='')}" if name else ""


def _licences(known: Mapping[str, Any]) -> list[str]:
    written = [text(known.get(key)) for key in ("license_url", "license_id", "license_title", "harvest_licence")]
    return list(dict.fromkeys(licence for licence in written if licence.lower() not in UNKNOWN))


def _publisher(known: Mapping[str, Any]) -> list[dict[str, Any]]:
    if structured := as_dicts(known.get("publisher")):
        return structured
    organization = as_dict(known.get("organization"))
    name = text(known.get("publisher_name")) or text(organization.get("title")) or _first_group(known)
    return [{"name": name, "email": text(known.get("publisher_email")), "url": text(known.get("publisher_url"))}]


def _first_group(known: Mapping[str, Any]) -> str:
    """Return the group that DKAN shows as the publisher."""
    return next((text(as_dict(group).get("title")) for group in as_items(known.get("groups"))), "")


def _contact(known: Mapping[str, Any]) -> dict[str, str]:
    email = next(
        (text(known.get(key)) for key in ("contact_email", "maintainer_email", "author_email") if known.get(key)), ""
    )
    return {"name": text(known.get("contact_name")) or text(known.get("maintainer")), "email": email}


def _resource(resource: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(resource)
    # A resource's own address is the one to trust: uploads have it rewritten by their portal.
    kept["modified"] = _day(text(kept.get("modified")) or text(kept.get("last_modified")))
    kept["issued"] = _day(text(kept.get("issued")) or text(kept.get("created")))
    return kept


def _name(tag: object) -> str:
    return text(as_dict(tag).get("display_name")) or text(as_dict(tag).get("name")) or text(tag)


def _day(written: str) -> str:
    """Return a date, taken out of the sentences in which DKAN writes it."""
    match = DAY_IN_SENTENCE.search(written)
    return match[0] if match else written
