"""A file or service as a DCAT distribution that no consumer refuses."""

from collections.abc import Iterable
from typing import Any

from ckanext.archipel.dataset.fields import normalise_format
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.formats import OGC, checksum, file_type, format_uri, media_type_uri, service_standard
from ckanext.archipel.rdf.licences import Licence, of_resource
from ckanext.archipel.rdf.themes import HVD_LAW, data_schemas
from ckanext.archipel.rdf.values import as_list, byte_size, iso_date, media_type, web_url

Resource = dict[str, Any]
ONLINE = frozenset({"HTML", "WMS", "WFS", "WCS", "WMTS", "API", "RSS", "ATOM"})


def prepare_resource(resource: Resource, licence: Licence, hosts: Iterable[str], *, hvd: bool) -> Resource | None:
    """Return a resource whose every value can be published, or nothing when it leads nowhere."""
    address = web_url(resource.get("url"), hosts)
    access = web_url(resource.get("access_url"), hosts)
    download = web_url(resource.get("download_url"), hosts)
    if address is None and access is None and download is None:
        return None
    ready = {key: value for key, value in resource.items() if value not in (None, "")}
    ready["url"] = address
    ready["access_url"] = access or address or download
    ready["download_url"] = download or (address if is_file(resource) else None)
    ready["license"] = of_resource(resource, licence)
    ready["format"], ready["mimetype"] = _format(resource)
    ready["conforms_to"] = data_schemas(resource.get("conforms_to"))
    ready["issued"] = iso_date(resource.get("issued")) or iso_date(resource.get("created"))
    ready["modified"] = iso_date(resource.get("modified")) or iso_date(resource.get("metadata_modified"))
    ready["size"] = byte_size(resource.get("size"))
    ready["hash"], ready["hash_algorithm"] = checksum(resource.get("hash"), resource.get("hash_algorithm")) or ("", "")
    ready["access_services"] = _services(ready)
    if hvd:
        laws = as_list(resource.get("applicable_legislation"))
        ready["applicable_legislation"] = list(dict.fromkeys([HVD_LAW, *laws]))
    kept = {key: value for key, value in ready.items() if value not in (None, "", [])}
    # Emptied, or stock ckanext-dcat would fall back on their raw values.
    return kept | {"created": "", "metadata_modified": ""}


def is_file(resource: Resource) -> bool:
    """Tell whether an address gives the data themselves, not a page or a service about them."""
    if resource.get("url_type") == "upload":
        return True
    written = resource.get("format") or resource.get("mimetype")
    term = file_type(written)
    return bool(written) and resource.get("resource_type") != "api" and not (term and term.id in ONLINE)


def _format(resource: Resource) -> tuple[str | None, str | None]:
    written = str(resource.get("format") or "").strip()
    media = media_type_uri(resource.get("mimetype"), written)
    # The media type is often guessed from an address: what the publisher wrote comes first, known to a list or not.
    known = format_uri(written or resource.get("mimetype"))
    if known or media_type(written) or not written:
        return known, media
    # A slash would make stock ckanext-dcat take the format for a media type.
    return (normalise_format(written) or "").replace("/", "-"), media


def _services(resource: Resource) -> list[dict[str, Any]]:
    services = [_service(service) for service in as_dicts(resource.get("access_services")) if _is_described(service)]
    standard = service_standard(resource.get("format"))
    if standard is None or any(str(uri).startswith(OGC) for service in services for uri in service["conforms_to"]):
        return services
    if services:
        # One service a file: data.gouv.fr looks at one only, whichever comes first.
        return [services[0] | {"conforms_to": [standard, *services[0]["conforms_to"]]}, *services[1:]]
    title = resource.get("name") or standard.rsplit("/", 1)[-1].upper()
    address = str(resource["access_url"])
    service = {"title": title, "endpoint_url": [address.split("?", 1)[0]], "conforms_to": [standard]}
    if "request=getcapabilities" in address.lower():
        service["endpoint_description"] = address
    return [service]


def _service(service: dict[str, Any]) -> dict[str, Any]:
    # A standard in plain words makes data.gouv.fr refuse the whole dataset.
    standards = [uri for uri in as_list(service.get("conforms_to")) if web_url(uri)]
    return service | {"conforms_to": standards}


def _is_described(service: dict[str, Any]) -> bool:
    return bool(service.get("title")) and any(web_url(url) for url in as_list(service.get("endpoint_url")))
