"""Services that say which datasets they serve, rather than being said by a distribution. Free of CKAN."""

from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import DCAT, DCTERMS, Graph, URIRef
from rdflib.term import Node


def standalone_services(graph: Graph) -> Mapping[str, list[dict[str, Any]]]:
    """Return, as resources, the services of each dataset that no distribution leads to."""
    attached = set(graph.objects(None, DCAT.accessService))
    served = {pair for pair in graph.subject_objects(DCAT.servesDataset) if pair[0] not in attached}
    resources = {service: _resource(graph, service) for service in {service for service, _ in served}}
    found: dict[str, list[dict[str, Any]]] = {}
    for service, dataset in sorted(served, key=lambda pair: str(pair[0])):
        if isinstance(dataset, URIRef):
            found.setdefault(str(dataset), []).append(resources[service])
    return found


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
