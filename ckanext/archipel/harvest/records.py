"""The datasets described by a page, each read apart so that a bad one spoils no other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ckanext.dcat.processors import RDFParser
from ckanext.dcat.profiles.base import VCARD
from rdflib import DCAT, DCTERMS, FOAF, ORG, RDF, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.people import INSTITUTIONS
from ckanext.archipel.harvest.rdf_page import PARSE_ERRORS
from ckanext.archipel.harvest.values import digest

PROFILE = "archipel"
NAMES = (FOAF.name, VCARD.fn, VCARD["organization-name"], SKOS.prefLabel)
DATES = {"issued": DCTERMS.issued, "modified": DCTERMS.modified}
ORGANIZATIONS = (FOAF.Organization, VCARD.Organization, ORG.Organization, ORG.FormalOrganization)
DATASET_SERIES = URIRef("http://www.w3.org/ns/dcat#DatasetSeries")
ADMS_IDENTIFIER = URIRef("http://www.w3.org/ns/adms#identifier")


@dataclass(frozen=True)
class Record:
    """A dataset as its catalogue describes it, or the reason why it cannot be read."""

    identifier: str
    uri: str = ""
    alternates: frozenset[str] = frozenset()
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


class PageParser(RDFParser):
    """ckanext-dcat's parser, reading the datasets of a graph one by one."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(profiles=[PROFILE])
        self.g = graph

    def records(self) -> Iterator[Record]:
        """Yield what can be said of each dataset of the graph."""
        datasets = set(self._datasets())
        for node in sorted(datasets | self._series(), key=str):
            if not self._is_only_mentioned(node):
                yield self._record(node)

    def _series(self) -> set[Node]:
        """Return the series that are described: DCAT makes them datasets, even where nothing else says so."""
        return {node for node in self.g.subjects(RDF.type, DATASET_SERIES) if self._has(node, DCTERMS.title)}

    def _record(self, node: Node) -> Record:
        identifier = self._identifier(node)
        uri = str(node) if isinstance(node, URIRef) else ""
        others = with_lasting_names({*self._alternates(node), uri}, identifier) - {uri}
        if not self._has(node, DCTERMS.title):
            return Record(identifier, uri, others, problem="La notice n'a pas de titre (dct:title).")
        values: dict[str, Any] = {}
        try:
            for profile in self._profiles:
                profile(self.g, dataset_type=self.dataset_type).parse_dataset(values, node)
        except PARSE_ERRORS as error:
            problem = f"La notice n'a pas pu être lue : {type(error).__name__} {error}"
            return Record(identifier, uri, others, problem=problem)
        values = {**self._unread_dates(node), **values, INSTITUTIONS: self._institutions(node)}
        return Record(identifier, uri, others, values)

    def _unread_dates(self, node: Node) -> dict[str, str]:
        """Return the dates as they are written: where the profile could read none, the mapping tells of them."""
        written = ((key, self.g.objects(node, predicate)) for key, predicate in DATES.items())
        return {key: texts[0] for key, found in written if (texts := sorted(str(text) for text in found))}

    def _institutions(self, node: Node) -> list[str]:
        """List those who publish and are typed as organisations; contacts are not believed, older CKANs type all so."""
        agents = [agent for role in (DCTERMS.publisher, DCTERMS.creator) for agent in self.g.objects(node, role)]
        typed = [agent for agent in agents if any((agent, RDF.type, kind) in self.g for kind in ORGANIZATIONS)]
        return sorted({str(name) for agent in typed for term in NAMES for name in self.g.objects(agent, term)})

    def _identifier(self, node: Node) -> str:
        """Return what names the dataset in its catalogue: its identifier, its URI, or else where it is shown."""
        if texts := self._written(node, DCTERMS.identifier):
            return min(map(str.strip, texts))
        if isinstance(node, URIRef):
            return str(node)
        for predicate in (DCAT.landingPage, DCTERMS.title):
            if shown := self._written(node, predicate):
                return digest(shown[0])
        return ""

    def _written(self, node: Node, predicate: URIRef) -> list[str]:
        """List what is written of a dataset; a blank node is named anew each time that the page is read."""
        found = (text for text in self.g.objects(node, predicate) if not isinstance(text, BNode))
        return sorted(text for value in found if (text := str(value)).strip())

    def _alternates(self, node: Node) -> frozenset[str]:
        """Return all the identifiers that the dataset or its record has."""
        named = [node, *self.g.objects(node, ADMS_IDENTIFIER), *self.g.objects(node, FOAF.isPrimaryTopicOf)]
        found = [
            text
            for entry in named
            for term in (DCTERMS.identifier, SKOS.notation)
            for text in self.g.objects(entry, term)
        ]
        return frozenset(str(text).strip() for text in found if not isinstance(text, BNode) and str(text).strip())

    def _is_only_mentioned(self, node: Node) -> bool:
        """Tell whether a node has nothing but a type: another dataset refers to it, it is not described here."""
        return len(set(self.g.predicates(node, unique=True))) <= 1

    def _has(self, node: Node, predicate: URIRef) -> bool:
        return any(str(text).strip() for text in self.g.objects(node, predicate))
