"""From a dataset of the Explore API to the values that the mapping knows. Free of CKAN."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin

from ckanext.archipel import territory
from ckanext.archipel.harvest.boxes import bbox_geojson
from ckanext.archipel.harvest.kinds.http_json import text
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items

GROUPS = ("default", "dcat", "dcat_ap", "inspire", "custom")
EXPORTS = (("csv", "CSV"), ("json", "JSON"), ("xlsx", "XLSX"))
GEO_EXPORTS = (("geojson", "GeoJSON"), ("shp", "SHP"))
SIDES = ("westbound_longitude", "southbound_latitude", "eastbound_longitude", "northbound_latitude")
# « fr_40_84 » : the country, the level, the code.
GEOGRAPHIC_REFERENCE = re.compile(r"fr_(\d{2,3})_([0-9AB]{2,9})")
REGION = "40"
FEDERATED = "Copie fédérée du jeu de données « {} » du portail {}."


def metas(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata under the names of version 2.1, from any version of the API or of its exports."""
    nested, interop = as_dict(dataset.get("metas")), as_dict(dataset.get("interop_metas"))
    if nested and not set(nested) & set(GROUPS):
        nested = {"default": nested, **interop}
    if not nested:
        return {key if "." in key else f"default.{key}": value for key, value in dataset.items() if key}
    return {f"{group}.{key}": value for group in nested for key, value in as_dict(nested[group]).items()}


def values(dataset: Mapping[str, Any], home: str) -> dict[str, Any]:
    """Return the values of a dataset of the portal at `home`."""
    meta = metas(dataset)
    slug = text(dataset.get("dataset_id")) or text(dataset.get("datasetid"))
    page = f"{home}/explore/dataset/{quote(slug, safe='')}/"
    licences = [text(meta.get(key)) for key in ("default.license_url", "default.license")]
    found = {
        "title": text(meta.get("default.title")),
        "notes": text(meta.get("default.description")),
        "identifier": text(dataset.get("dataset_uid")) or slug,
        "url": page,
        "tags": [{"name": word} for key in ("default.keyword", "default.theme") for word in _words(meta.get(key))],
        "harvest_licence": "\n".join(licence for licence in licences if licence),
        "publisher": [{"name": text(meta.get("default.publisher")) or text(meta.get("dcat.creator"))}],
        "contact": [_contact(meta)],
        "frequency": _first(meta, "default.update_frequency", "dcat.accrualperiodicity"),
        "language": [_first(meta, "default.language")],
        "issued": _first(meta, "dcat.issued", "dcat.created"),
        "modified": _first(meta, "default.modified"),
        "temporal_coverage": [{end: text(meta.get(f"dcat.temporal_coverage_{end}")) for end in ("start", "end")}],
        "spatial_coverage": _places(meta),
        "territory": _zones(meta),
        "documentation": [text(link) for link in as_items(meta.get("default.references"))],
        "provenance": _provenance(meta),
        "resources": [*_exports(dataset, slug, home), *_attachments(dataset, slug, home)],
    }
    return {key: value for key, value in found.items() if value}


def _provenance(meta: Mapping[str, Any]) -> str:
    copied, origin = text(meta.get("default.source_dataset")), text(meta.get("default.source_domain_address"))
    if not (copied and origin):
        return ""
    return FEDERATED.format(copied, text(meta.get("default.source_domain_title")) or origin)


def _contact(meta: Mapping[str, Any]) -> dict[str, str]:
    """Return the mailbox to write to; the name beside it is a person's or a telephone number."""
    return {"email": _first(meta, "dcat.contact_email", "inspire.contact_email")}


def _places(meta: Mapping[str, Any]) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = [{"text": name} for name in _words(meta.get("default.territory"))]
    places += [{"text": name} for name in _words(meta.get("dcat.spatial"))]
    box = as_dict(as_dict(meta.get("default.bbox")).get("geometry"))
    corners = [meta.get(f"inspire.extend_bounding_box_{side}") for side in SIDES]
    if box:
        places.append({"bbox": box})
    elif all(text(corner) for corner in corners):
        places.append({"bbox": bbox_geojson(corners)})
    return places


def _zones(meta: Mapping[str, Any]) -> list[str]:
    """Return the territories whose codes say by themselves what they are: regions, and communes and EPCI we know.

    Other levels (academies, départements…) have codes alike that would be told from one another by guess.
    """
    found = []
    for written in as_items(meta.get("default.geographic_reference")):
        if match := GEOGRAPHIC_REFERENCE.fullmatch(text(written)):
            level, code = match.groups()
            zones = [f"fr:region:{code}"] if level == REGION else [f"fr:commune:{code}", f"fr:epci:{code}"]
            found += [zone for zone in zones if territory.get(zone)]
    return found


def _exports(dataset: Mapping[str, Any], slug: str, home: str) -> list[dict[str, Any]]:
    """Return the files that the portal makes of the data, and the API that answers questions about them."""
    # Exports in CSV do not say so; only a portal that says no has no record.
    if dataset.get("has_records") is False or text(as_dict(metas(dataset)).get("default.records_count")) == "0":
        return []
    root = f"{home}/api/explore/v2.1/catalog/datasets/{quote(slug, safe='')}"
    kinds = [*EXPORTS, *(GEO_EXPORTS if "geo" in as_items(dataset.get("features")) else ())]
    files = [{"url": f"{root}/exports/{end}", "name": f"Données ({name})", "format": name} for end, name in kinds]
    api = {
        "title": "API Explore",
        "endpoint_url": [f"{root}/records"],
        "endpoint_description": f"{home}/api/explore/v2.1/",
    }
    service = {
        "url": f"{root}/records",
        "name": "API",
        "format": "API",
        "resource_type": "api",
        "access_services": [api],
    }
    return [*({**file, "resource_type": "main"} for file in files), service]


def _attachments(dataset: Mapping[str, Any], slug: str, home: str) -> list[dict[str, Any]]:
    root = f"{home}/api/explore/v2.1/catalog/datasets/{quote(slug, safe='')}"
    found = []
    for key in ("attachments", "alternative_exports"):
        for file in map(as_dict, as_items(dataset.get(key))):
            url, name = text(file.get("url")), text(file.get("id"))
            address = urljoin(f"{home}/", url) if url else f"{root}/{key}/{quote(name, safe='')}"
            kind = "documentation" if key == "attachments" else "main"
            named = {"url": address, "name": text(file.get("title")), "mimetype": text(file.get("mimetype"))}
            found.append({**named, "resource_type": kind, "description": text(file.get("description"))})
    return found


def _words(value: object) -> list[str]:
    """Return the words of a list, or of a text where commas separate them."""
    texts = [text(item) for item in as_items(value)]
    return [part.strip() for written in texts for part in written.split(",") if part.strip()]


def _first(meta: Mapping[str, Any], *names: str) -> str:
    return next((written for name in names if (written := text(meta.get(name)))), "")
