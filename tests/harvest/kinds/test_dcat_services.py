"""Services that say which datasets they serve."""

from collections.abc import Iterator
from typing import Any

from rdflib import DCAT, DCTERMS, BNode, Graph, Literal, URIRef

from ckanext.archipel.harvest.kinds.dcat_services import standalone_services

BASE = "https://donnees.exemple.fr/"


class Counting(Graph):
    """A graph that counts the triples that it is made to look at."""

    looked = 0

    def triples(self, triple: Any) -> Iterator[Any]:
        for found in super().triples(triple):
            self.looked += 1
            yield found


def catalogue(size: int) -> Counting:
    graph = Counting()
    shared = URIRef(f"{BASE}wms")
    graph.add((shared, DCAT.endpointURL, URIRef(f"{BASE}wms?")))
    for number in range(size):
        dataset, service = URIRef(f"{BASE}{number}"), URIRef(f"{BASE}service/{number}")
        distribution = BNode()
        graph.add((dataset, DCAT.distribution, distribution))
        graph.add((distribution, DCAT.accessService, URIRef(f"{BASE}said/{number}")))
        graph.add((URIRef(f"{BASE}said/{number}"), DCAT.servesDataset, dataset))
        graph.add((service, DCAT.servesDataset, dataset))
        graph.add((service, DCTERMS.title, Literal(f"Service {number}")))
        graph.add((shared, DCAT.servesDataset, dataset))
    return graph


def test_a_dataset_has_the_services_that_no_distribution_leads_to() -> None:
    found = standalone_services(catalogue(3))
    assert set(found) == {f"{BASE}{number}" for number in range(3)}
    assert [service["name"] for service in found[f"{BASE}1"]] == ["Service 1", ""]
    assert found[f"{BASE}1"][1]["url"] == f"{BASE}wms?"


def test_four_times_as_many_services_take_about_four_times_as_long() -> None:
    small, large = catalogue(50), catalogue(200)
    standalone_services(small)
    standalone_services(large)
    assert large.looked < 5 * small.looked
