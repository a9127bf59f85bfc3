"""Files and services of a harvested dataset: each has an address, or is left out. Free of CKAN."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from ckanext.archipel.dataset import fields
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.harvest.html_text import to_text
from ckanext.archipel.harvest.state_network import marked_resource
from ckanext.archipel.harvest.values import Warnings, as_list, line, paragraphs, web_address
from ckanext.archipel.rdf.formats import checksum

MAX_SIZE = 2**63 - 1
TERMS = {
    "resource_type": "resource_type",
    "availability": "availability",
    "status": "distribution_status",
    "compress_format": "compress_format",
}
LINKS = ("conforms_to", "documentation", "applicable_legislation")
SERVICE_LINKS = ("endpoint_url", "landing_page", "conforms_to")
ADDRESSES = ("url", "download_url", "access_url")
DATES = ("issued", "modified")
UNTITLED = "Ressource"


def resources(raw: Iterable[Mapping[str, Any]], warnings: Warnings) -> list[dict[str, Any]]:
    """Return the resources that have an address, each once, in an order that does not change between runs."""
    found = {}
    for values in raw:
        resource = _resource(values, warnings)
        if resource:
            found[resource["name"], resource["url"], resource.get("format", "")] = resource
    return [found[key] for key in sorted(found)]


def _resource(values: Mapping[str, Any], warnings: Warnings) -> dict[str, Any] | None:
    url = _address(values, warnings)
    if url is None:
        return None
    written_format, written_type = (str(values.get(key) or "") for key in ("format", "mimetype"))
    algorithm = str(values.get("hash_algorithm") or "")
    digest = checksum(values.get("hash"), algorithm) or ("", "")
    resource = {
        "url": url,
        "name": line(str(values.get("name") or "")) or _file_name(url),
        "description": to_text(paragraphs(str(values.get("description") or ""))),
        "format": fields.normalise_format(line(written_format)) or fields.normalise_format(line(written_type)),
        "mimetype": fields.media_type_of(written_type) or fields.media_type_of(written_format),
        "size": _size(values.get("size")),
        "hash": digest[0],
        "hash_algorithm": digest[1],
        "license": line(str(values.get("license") or "")),
        "rights": line(str(values.get("rights") or "")),
        "access_services": _services(values.get("access_services")),
        **{key: fields.normalise_term(name, str(values.get(key) or "")) for key, name in TERMS.items()},
        **{key: _links(values.get(key)) for key in LINKS},
        **{key: warnings.keep(f"resources.{key}", str(values.get(key) or ""), fields.normalise_date) for key in DATES},
        **_other_addresses(values, url),
    }
    return {key: value for key, value in marked_resource(resource).items() if value}


def _other_addresses(values: Mapping[str, Any], url: str) -> dict[str, str]:
    """Return the access page and the download address, where they are not the resource's own address."""
    found = {key: web_address(str(values.get(key) or "")) for key in ADDRESSES[1:]}
    return {key: address for key, address in found.items() if address and address != url}


def _services(services: object) -> list[dict[str, Any]]:
    """Return the web service behind a resource, provided it has an address."""
    kept = []
    for service in as_dicts(services):
        links = {key: _links(service.get(key)) for key in SERVICE_LINKS}
        texts = {key: line(str(service.get(key) or "")) for key in ("title", "layers", "contact_name", "contact_email")}
        described = {
            "description": paragraphs(str(service.get("description") or "")),
            "endpoint_description": web_address(str(service.get("endpoint_description") or "")),
        }
        if links["endpoint_url"]:
            kept.append({key: value for key, value in {**texts, **described, **links}.items() if value})
    return kept[:1]


def _links(value: object) -> list[str]:
    return sorted({uri for text in as_list(value) if (uri := web_address(text))})


def _address(values: Mapping[str, Any], warnings: Warnings) -> str | None:
    written = [str(values[key]) for key in ADDRESSES if values.get(key)]
    for text in written:
        if url := web_address(text):
            return url
    title = line(str(values.get("name") or UNTITLED))
    shown = f"l'adresse « {line(written[0])[:80]} » n'est pas en http(s)" if written else "elle n'a pas d'adresse"
    warnings.append(f"Ressource « {title[:80]} » laissée de côté : {shown}.")
    return None


def _file_name(url: str) -> str:
    return line(unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]))[:200] or UNTITLED


def _size(value: object) -> int | None:
    try:
        size = int(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return size if 0 < size <= MAX_SIZE else None
