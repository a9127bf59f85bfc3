"""From a dataset of udata's API to the values that the mapping knows. Free of CKAN."""

from collections.abc import Mapping
from typing import Any

from ckanext.archipel.harvest.kinds.http_json import text
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items
from ckanext.archipel.harvest.people import INSTITUTIONS

SCHEMA = "https://schema.data.gouv.fr/schemas/{}/latest/schema.json"
UNKNOWN = {"unknown", "notspecified"}


def values(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a dataset."""
    organization, harvest = as_dict(dataset.get("organization")), as_dict(dataset.get("harvest"))
    spatial, period = as_dict(dataset.get("spatial")), as_dict(dataset.get("temporal_coverage"))
    found = {
        "title": text(dataset.get("title")),
        "notes": text(dataset.get("description")),
        "identifier": text(dataset.get("id")),
        "url": text(dataset.get("page")),
        "tags": [{"name": text(tag)} for tag in as_items(dataset.get("tags"))],
        "harvest_licence": _known(dataset.get("license")),
        "frequency": _known(dataset.get("frequency")),
        "publisher": [{"name": text(organization.get("name")), "url": text(organization.get("page"))}],
        INSTITUTIONS: [text(organization.get("name"))],
        "contact": [_contact(as_dict(entry)) for entry in as_items(dataset.get("contact_points"))],
        "territory": [text(zone) for zone in as_items(spatial.get("zones"))],
        "spatial_coverage": [{"geom": spatial["geom"]}] if spatial.get("geom") else [],
        "temporal_coverage": [{key: text(period.get(key)) for key in ("start", "end")}],
        "issued": text(harvest.get("issued_at")) or text(dataset.get("created_at")),
        "modified": text(harvest.get("modified_at")) or text(dataset.get("last_modified")),
        "resources": [_resource(as_dict(entry)) for entry in _resources(dataset.get("resources"))],
    }
    return {key: value for key, value in found.items() if value}


def _resources(value: object) -> list[Any]:
    """Return the resources, which version 2 of the API only links to."""
    return value if isinstance(value, list) else []


def _resource(resource: Mapping[str, Any]) -> dict[str, Any]:
    checksum, schema = as_dict(resource.get("checksum")), as_dict(resource.get("schema"))
    name = text(schema.get("name"))
    return {
        "url": text(resource.get("url")),
        "name": text(resource.get("title")),
        "description": text(resource.get("description")),
        "format": text(resource.get("format")),
        "mimetype": text(resource.get("mime")),
        "size": resource.get("filesize"),
        "hash": text(checksum.get("value")),
        "hash_algorithm": text(checksum.get("type")),
        "resource_type": {"update": "main"}.get(text(resource.get("type")), text(resource.get("type"))),
        "conforms_to": text(schema.get("url")) or (SCHEMA.format(name) if name else ""),
        "issued": text(resource.get("created_at")),
        "modified": text(resource.get("last_modified")),
    }


def _contact(contact: Mapping[str, Any]) -> dict[str, str]:
    if text(contact.get("role")) not in {"", "contact"}:
        return {}
    keys = {"name": "name", "email": "email", "url": "contact_form"}
    return {key: text(contact.get(name)) for key, name in keys.items()}


def _known(value: object) -> str:
    written = text(as_dict(value).get("id") if isinstance(value, dict) else value)
    return "" if written in UNKNOWN else written
