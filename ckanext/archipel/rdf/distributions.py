"""Reads a distribution's format, media type, checksum and address, however its catalogue wrote them."""

from typing import Any

from rdflib import RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ckanext.archipel.dataset.fields import normalise_format
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.additions import DCAT, DCT
from ckanext.archipel.rdf.formats import SERVICES, by_media_type, checksum, file_type
from ckanext.archipel.rdf.languages import preferred
from ckanext.archipel.rdf.values import as_list, byte_size, iso_date, media_type

OGC_NAMES = {name.lower(): name for name in SERVICES}
RDF_VALUE = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#").value


def complete_resource(resource: dict[str, Any], graph: Graph) -> None:
    """Complete a resource that stock has parsed, so that it fills the fields of the portal's schema."""
    reference = resource.pop("distribution_ref", "")
    node = _node(reference, graph)
    services = as_dicts(resource.get("access_services"))
    for key, predicate in (("name", DCT.title), ("description", DCT.description)):
        resource[key] = preferred(graph, node, predicate) or resource.get(key)
    _format(resource, graph, node, services)
    for key in ("issued", "modified"):
        resource[key] = iso_date(resource.get(key))
    resource["size"] = byte_size(resource.get("size"))
    resource["hash"], resource["hash_algorithm"] = checksum(resource.get("hash"), resource.get("hash_algorithm")) or (
        None,
        None,
    )
    resource["conforms_to"] = as_list(resource.get("conforms_to"))
    endpoints = [url for service in services for url in as_list(service.get("endpoint_url"))]
    resource["url"] = resource.get("url") or next(iter(endpoints), "")
    # A copy of the address would go stale as soon as somebody corrects it in the form.
    for key in ("access_url", "download_url"):
        if resource.get(key) == resource["url"]:
            del resource[key]
    for key in [key for key, value in resource.items() if value in (None, "", []) and key != "url"]:
        del resource[key]


def _node(reference: str, graph: Graph) -> Node:
    address = URIRef(reference)
    return address if (address, None, None) in graph else BNode(reference)


def _format(resource: dict[str, Any], graph: Graph, node: Node, services: list[dict[str, Any]]) -> None:
    protocol = _protocol(services)
    texts = [protocol] if protocol else []
    for value in graph.objects(node, DCT["format"]):
        texts += [str(text) for predicate in (RDFS.label, RDF_VALUE) for text in graph.objects(value, predicate)]
        texts += [str(value)] if isinstance(value, Literal | URIRef) else []
    media = [str(value) for value in graph.objects(node, DCAT.mediaType) if not isinstance(value, BNode)]
    known = next((term for text in texts if (term := file_type(text))), None)
    known = known or next((term for text in media if (term := by_media_type(text))), None)
    written = next((name for text in texts if (name := normalise_format(text))), None)
    resource["format"] = known.id if known else protocol or written
    stated = (media_type(text) for text in (*media, *texts))
    resource["mimetype"] = next((text for text in stated if text), None) or media_type(
        known.media_type if known else ""
    )
    resource["resource_type"] = "api" if protocol else "main"


def _protocol(services: list[dict[str, Any]]) -> str | None:
    standards = [
        str(uri).rstrip("/").rsplit("/", 1)[-1].lower() for s in services for uri in as_list(s.get("conforms_to"))
    ]
    return next((OGC_NAMES[name] for name in standards if name in OGC_NAMES), None)
