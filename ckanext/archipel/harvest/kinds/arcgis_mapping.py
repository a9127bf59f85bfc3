"""From a dataset of a DCAT-US or DCAT-AP feed, read as plain JSON, to the values that the mapping knows."""

import re
from collections.abc import Mapping
from typing import Any

from ckanext.archipel.harvest.boxes import bbox_geojson
from ckanext.archipel.harvest.html_text import to_text
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items
from ckanext.archipel.rdf.reading import access_right

PREFIXES = ("", "dct:", "dcterms:", "dcat:", "vcard:", "foaf:")
BOX = re.compile(r"\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*")
# What every layer is said to be about, and says nothing.
NOISE = {"geospatial"}
WEB_PAGES = {"web page", "html", "text/html"}


def values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a dataset."""
    licence = first(entry, "license")
    access = [first(entry, name) for name in ("accessRights", "accessLevel")]
    found = {
        "title": first(entry, "title"),
        "notes": first(entry, "description"),
        "identifier": first(entry, "identifier"),
        "url": first(entry, "landingPage") or str(entry.get("@id") or ""),
        "tags": [{"name": word} for word in texts(entry, "keyword")],
        "theme": [theme for theme in texts(entry, "theme") if theme not in NOISE],
        "harvest_licence": " ".join(to_text(licence).split()),
        "access_rights": access_right([right for right in access if right]),
        "publisher": [{"name": first(entry, "publisher")}],
        "contact": [_contact(as_dict(contact)) for contact in all_of(entry, "contactPoint")],
        "issued": first(entry, "issued"),
        "modified": first(entry, "modified"),
        "frequency": first(entry, "accrualPeriodicity"),
        "provenance": first(entry, "provenance"),
        "spatial_coverage": [place for shape in all_of(entry, "spatial") if (place := _place(shape))],
        "temporal_coverage": [_period(text) for text in texts(entry, "temporal")],
        "resources": [_resource(file) for file in _files(entry) if not _is_page(file)],
    }
    return {key: value for key, value in found.items() if value}


def is_data(entry: Mapping[str, Any]) -> bool:
    """Tell whether an entry leads to data: a download, a service, or a page among those of datasets."""
    page = first(entry, "landingPage") or first(entry, "identifier") or str(entry.get("@id") or "")
    files = _files(entry)
    return any(not _is_page(file) for file in files) or "/datasets/" in page or not files


def first(entry: Mapping[str, Any], name: str) -> str:
    """Return the first text of a property."""
    return next(iter(texts(entry, name)), "")


def texts(entry: Mapping[str, Any], name: str) -> list[str]:
    """Return the texts of a property: its values, or the names of its nodes."""
    return [text for value in all_of(entry, name) if (text := _text(value))]


def all_of(entry: Mapping[str, Any], name: str) -> list[Any]:
    """Return the values of a property, whatever prefix it bears."""
    return next((as_items(entry[prefix + name]) for prefix in PREFIXES if entry.get(prefix + name) is not None), [])


def _text(value: object) -> str:
    if isinstance(value, dict):
        named = ("@value", "name", "foaf:name", "fn", "vcard:fn", "@id")
        value = next((value[key] for key in named if isinstance(value.get(key), str)), "")
    return value.strip() if isinstance(value, str) else ""


def _files(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [as_dict(file) for file in all_of(entry, "distribution")]


def _resource(file: Mapping[str, Any]) -> dict[str, Any]:
    download, access = first(file, "downloadURL"), _address(file)
    written = first(file, "format").removeprefix("ftype:") or first(file, "mediaType")
    title, url = first(file, "title"), download or access
    is_service = "geoservice" in f"{title} {written}".lower()
    described = {"url": url, "name": title, "description": first(file, "description")}
    if is_service:
        service = {"title": title, "endpoint_url": [url], "endpoint_description": f"{url}?f=json"}
        return {**described, "format": "API", "resource_type": "api", "access_services": [service]}
    archived = written.upper() == "ZIP" and "shapefile" in title.lower()
    return {
        **described,
        "format": "SHP" if archived else written,
        "mimetype": first(file, "mediaType"),
        "size": first(file, "byteSize"),
        "resource_type": "main",
    }


def _is_page(file: Mapping[str, Any]) -> bool:
    written = first(file, "format").removeprefix("ftype:") or first(file, "mediaType")
    return written.lower() in WEB_PAGES


def _address(file: Mapping[str, Any]) -> str:
    """Return the access address, whose name the feed misspells."""
    return first(file, "accessURL") or first(file, "accessUrl")


def _contact(contact: Mapping[str, Any]) -> dict[str, str]:
    mailbox = first(contact, "hasEmail").removeprefix("mailto:")
    return {"name": first(contact, "fn"), "email": mailbox} if "@" in mailbox else {}


def _place(shape: object) -> dict[str, Any]:
    if isinstance(shape, dict):
        return {"geom": shape} if "coordinates" in shape else {"uri": _text(shape)}
    written = _text(shape)
    if match := BOX.fullmatch(written):
        return {"bbox": bbox_geojson(match.groups())}
    # A template that the site did not fill in.
    if not written or "{{" in written:
        return {}
    return {"geom": written} if "(" in written or written.startswith("{") else {"text": written}


def _period(text: str) -> dict[str, str]:
    start, _, end = text.partition("/")
    return {"start": start, "end": end}
