"""The profile `archipel_geodcat`: GeoDCAT-AP, with what data.gouv.fr would take wrongly, such as reference systems."""

from collections.abc import Iterator
from typing import Any

from geomet import wkt
from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF, GEO, GEODCAT, LOCN, VCARD, Triple
from ckanext.archipel.rdf.fields import Dataset, field
from ckanext.archipel.rdf.strict import StrictProfile
from ckanext.archipel.rdf.values import as_list, web_url
from ckanext.archipel.rings import Point, box_of
from ckanext.archipel.territory import polygon
from ckanext.archipel.vocabulary import vocabulary

INSPIRE = "http://inspire.ec.europa.eu/"
INSPIRE_THEMES = URIRef(f"{INSPIRE}theme")
NO_LIMITATION = f"{INSPIRE}metadata-codelist/LimitationsOnPublicAccess/noLimitations"
GEMET = "GEMET - INSPIRE themes, version 1.0"
CRS = "http://www.opengis.net/def/crs/"
CRS_TYPE = URIRef(f"{INSPIRE}glossary/SpatialReferenceSystem")


class GeographicProfile(StrictProfile):
    """Writes DCAT-AP to the letter, and what ISO 19115 and INSPIRE know beside it."""

    def graph_from_dataset(self, dataset_dict: Dataset, dataset_ref: URIRef) -> None:
        """Add reference systems, topic categories, lineage, INSPIRE themes, and geometries as nodes."""
        super().graph_from_dataset(dataset_dict, dataset_ref)
        for triple in list(geographic_triples(dataset_dict, dataset_ref, self.g)):
            self.g.add(triple)
        _geometries(self.g)


def geographic_triples(dataset: Dataset, ref: URIRef, graph: Graph) -> Iterator[Triple]:
    """Yield what GeoDCAT-AP says of a dataset beyond DCAT-AP."""
    yield from _reference_systems(dataset, ref)
    yield from _concepts(dataset, ref, "topic_category", GEODCAT.topicCategory)
    yield from _themes(graph)
    yield from _lineage(graph)
    yield from _no_limitation(dataset, ref)
    for predicate, kind in ((VCARD.hasEmail, VCARD.Email), (VCARD.hasURL, RDFS.Resource), (FOAF.mbox, RDFS.Resource)):
        for node in set(graph.objects(None, predicate)):
            yield node, RDF.type, kind


def _reference_systems(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    for uri in as_list(field(dataset, "reference_system")):
        if isinstance(uri, str) and uri.startswith(CRS) and web_url(uri):
            system = URIRef(uri)
            yield ref, DCT.conformsTo, system
            yield system, RDF.type, DCT.Standard
            yield system, DCT.type, CRS_TYPE
            yield system, DCT.title, Literal(vocabulary("reference_system").label(uri))
            yield CRS_TYPE, RDF.type, SKOS.Concept
            yield CRS_TYPE, SKOS.prefLabel, Literal("Système de coordonnées", lang="fr")
    yield from _concepts(dataset, ref, "reference_system", GEODCAT.referenceSystem)


def _concepts(dataset: Dataset, ref: URIRef, name: str, predicate: URIRef) -> Iterator[Triple]:
    for uri in as_list(field(dataset, name)):
        if web_url(uri):
            yield ref, predicate, URIRef(uri)
            yield URIRef(uri), RDF.type, SKOS.Concept
            yield URIRef(uri), SKOS.prefLabel, Literal(vocabulary(name).label(uri), lang="fr")


def _themes(graph: Graph) -> Iterator[Triple]:
    for theme in set(graph.subjects(RDF.type, SKOS.Concept)):
        if str(theme).startswith(f"{INSPIRE_THEMES}/"):
            yield theme, SKOS.inScheme, INSPIRE_THEMES
            yield INSPIRE_THEMES, RDF.type, SKOS.ConceptScheme
            yield INSPIRE_THEMES, DCT.title, Literal(GEMET, lang="en")


def _no_limitation(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    """INSPIRE wants it said that there is no limitation of access."""
    if NO_LIMITATION in as_list(field(dataset, "access_limitation")):
        yield ref, DCT.rights, URIRef(NO_LIMITATION)
        yield URIRef(NO_LIMITATION), RDF.type, DCT.RightsStatement


def _lineage(graph: Graph) -> Iterator[Triple]:
    for statement in graph.subjects(RDF.type, DCT.ProvenanceStatement):
        for label in graph.objects(statement, RDFS.label):
            yield statement, DCT.description, label


def _geometries(graph: Graph) -> None:
    """GeoDCAT-AP wants a geometry to be a node, where DCAT-AP and data.gouv.fr want its text."""
    for place, shape in list(graph.subject_objects(LOCN.geometry)):
        if not (isinstance(shape, Literal) and shape.datatype == GEO.wktLiteral):
            continue
        graph.remove((place, LOCN.geometry, shape))
        if isinstance(place, URIRef):
            # Several datasets name this place: each would give it one more geometry.
            box = polygon(box_of(_points(wkt.loads(str(shape))["coordinates"])))
            if (place, DCAT.bbox, None) not in graph:
                graph.add((place, DCAT.bbox, Literal(wkt.dumps(box, decimals=4), datatype=GEO.wktLiteral)))
            continue
        node = BNode()
        graph.add((place, LOCN.geometry, node))
        graph.add((node, RDF.type, LOCN.Geometry))
        graph.add((node, GEO.asWKT, shape))


def _points(coordinates: Any) -> Iterator[Point]:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _points(part)
