"""Files and services of a harvested dataset: each has an address, or is left out. Free of CKAN."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from ckanext.archipel.dataset import fields
from ckanext.archipel.harvest.html_text import to_text
from ckanext.archipel.harvest.values import Warnings, as_list, line, paragraphs, web_address
from ckanext.archipel.rdf.formats import checksum

MAX_SIZE = 2**63 - 1
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
        "resource_type": fields.normalise_term("resource_type", str(values.get("resource_type") or "")),
        "license": line(str(values.get("license") or "")),
        "availability": fields.normalise_term("availability", str(values.get("availability") or "")),
        "conforms_to": sorted({uri for text in as_list(values.get("conforms_to")) if (uri := web_address(text))}),
        **{key: warnings.keep(f"resources.{key}", str(values.get(key) or ""), fields.normalise_date) for key in DATES},
    }
    return {key: value for key, value in resource.items() if value}


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
