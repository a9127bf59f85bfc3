"""What is said of the services that give a dataset: whom they serve, and what the law asks of high-value data."""

from collections.abc import Iterator

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF, Triple
from ckanext.archipel.rdf.descriptions import DCATAP
from ckanext.archipel.rdf.fields import Dataset
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.themes import HVD_LAW

TABLE_API = "/api/3/action/datastore_search"
GUIDE = "https://docs.ckan.org/en/latest/maintaining/datastore.html"


def service_triples(dataset: Dataset, ref: URIRef, graph: Graph, site_url: str) -> Iterator[Triple]:
    """Yield what stock ckanext-dcat leaves out of the services of a dataset, and its table API if it has no other."""
    services = sorted(set(graph.subjects(RDF.type, DCAT.DataService)), key=str)
    high_value = (ref, DCATAP.hvdCategory, None) in graph
    if high_value and not services and has_table(dataset):
        api = URIRef(f"{ref}#api")
        yield from _table_api(dataset, api, site_url)
        services = [api]
    for service in services:
        yield service, DCAT.servesDataset, ref
        if high_value:
            yield from _high_value(dataset, ref, graph, service)


def has_table(dataset: Dataset) -> bool:
    """Tell whether a file of a dataset can be queried here."""
    return any(resource.get("datastore_active") is True for resource in dataset["resources"])


def table_title(dataset: Dataset) -> str:
    """Return how the API of the tables of a dataset is called."""
    return f"API : {dataset.get('title') or dataset.get('name')}"


def _table_api(dataset: Dataset, api: URIRef, site_url: str) -> Iterator[Triple]:
    yield api, RDF.type, DCAT.DataService
    yield api, DCT.identifier, Literal(f"{dataset['id']}-api")
    yield api, DCT.title, Literal(table_title(dataset))
    yield api, DCAT.endpointURL, URIRef(site_url + TABLE_API)
    yield URIRef(site_url + TABLE_API), RDF.type, RDFS.Resource
    yield api, FOAF.page, URIRef(GUIDE)


def _high_value(dataset: Dataset, ref: URIRef, graph: Graph, service: Node) -> Iterator[Triple]:
    """Regulation (EU) 2023/138 asks of each service the category, the law, a contact, a page and a licence."""
    for category in graph.objects(ref, DCATAP.hvdCategory):
        yield service, DCATAP.hvdCategory, category
    yield service, DCATAP.applicableLegislation, URIRef(HVD_LAW)
    if (service, DCAT.contactPoint, None) not in graph:
        for contact in graph.objects(ref, DCAT.contactPoint):
            yield service, DCAT.contactPoint, contact
    if (service, DCT.license, None) not in graph and (licence := of_dataset(dataset).distribution):
        yield service, DCT.license, URIRef(licence)
    yield service, FOAF.page, graph.value(service, DCAT.landingPage) or graph.value(ref, DCAT.landingPage) or ref
