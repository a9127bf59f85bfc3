"""Services that say which datasets they serve, rather than being said by a distribution. Free of CKAN."""

from collections.abc import Iterator
from typing import Any

from rdflib import DCAT, DCTERMS, Graph, URIRef
from rdflib.term import Node


def standalone_services(graph: Graph, uri: str) -> list[dict[str, Any]]:
    """Return, as resources, the services of a dataset that none of its distributions leads to."""
    if not uri:
        return []
    served = set(graph.subjects(DCAT.servesDataset, URIRef(uri)))
    attached = set(graph.objects(None, DCAT.accessService))
    return [_resource(graph, service) for service in sorted(served - attached, key=str)]


def _resource(graph: Graph, service: Node) -> dict[str, Any]:
    endpoints = sorted(_texts(graph, service, DCAT.endpointURL))
    title = next(_texts(graph, service, DCTERMS.title), "")
    described = {
        "title": title,
        "endpoint_url": endpoints,
        "endpoint_description": next(_texts(graph, service, DCAT.endpointDescription), ""),
        "conforms_to": sorted(_texts(graph, service, DCTERMS.conformsTo)),
    }
    return {
        "name": title,
        "url": next(iter(endpoints), ""),
        "description": next(_texts(graph, service, DCTERMS.description), ""),
        "resource_type": "api",
        "access_services": [described],
    }


def _texts(graph: Graph, node: Node, predicate: URIRef) -> Iterator[str]:
    return (str(value) for value in graph.objects(node, predicate))
