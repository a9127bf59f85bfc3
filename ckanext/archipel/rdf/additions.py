"""Triples that stock ckanext-dcat does not write: licence, territories, limitations of access, publisher's e-mail…"""

from collections.abc import Iterator
from urllib.parse import quote

from geomet import wkt
from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ckanext.archipel.rdf.access import limitations
from ckanext.archipel.rdf.coverage import covers_surface, territories, zones
from ckanext.archipel.rdf.fields import Dataset, field
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.values import as_list, email, web_url
from ckanext.archipel.territory import polygon
from ckanext.archipel.territory.geometry import geometry

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
GEODCAT = Namespace("http://data.europa.eu/930/")
LOCN = Namespace("http://www.w3.org/ns/locn#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
INSEE = "http://id.insee.fr/geo/"
SERIES = "series_elsewhere"

Triple = tuple[Node, Node, Node]


def additions(dataset: Dataset, ref: URIRef, graph: Graph) -> Iterator[Triple]:
    """Yield what must be added to the graph that stock ckanext-dcat made of a prepared dataset."""
    yield from _licence(dataset, ref)
    yield from _limitations(dataset, ref)
    yield from _series(dataset, ref)
    yield from _subjects(dataset, ref)
    yield from _territories(dataset, ref)
    yield from _mailboxes(ref, graph)


def _licence(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    licence = of_dataset(dataset)
    if licence.dataset:
        # No label on this node: data.gouv.fr would read the label instead of the address.
        node: Node = URIRef(quote(licence.dataset.strip(), safe="%/:=&?~#+!$,;'@()*[]"))
    elif licence.text:
        node = BNode()
        yield node, RDFS.label, Literal(licence.text)
    else:
        return
    yield ref, DCT.license, node
    yield node, RDF.type, DCT.LicenseDocument
    if licence.dataset and licence.distribution and licence.dataset != licence.distribution:
        european = URIRef(licence.distribution)
        yield node, SKOS.exactMatch, european
        yield european, SKOS.exactMatch, node


def _series(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    for uri in as_list(dataset.get(SERIES)):
        yield ref, DCAT.inSeries, URIRef(uri)


def _limitations(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    # Not as access rights: DCAT-AP wants one there, of the European list; data.gouv.fr reads both.
    for limitation in limitations(dataset):
        node = URIRef(limitation)
        yield ref, DCT.rights, node
        yield node, RDF.type, DCT.RightsStatement


def _subjects(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    for topic in as_list(field(dataset, "topic_category")):
        if web_url(topic):
            yield ref, DCT.subject, URIRef(topic)


def _territories(dataset: Dataset, ref: URIRef) -> Iterator[Triple]:
    known = territories(dataset)
    with_shapes = not covers_surface(dataset)
    for place in known:
        node = URIRef(place.uri)
        yield ref, DCT.spatial, node
        yield node, RDF.type, DCT.Location
        yield node, SKOS.prefLabel, Literal(place.name, lang="fr")
        if with_shapes and (shape := geometry(place.id)):
            # Not on the territory's own node: every dataset of a page that names the territory would get the shape.
            area = BNode()
            yield ref, DCT.spatial, area
            yield area, RDF.type, DCT.Location
            # data.gouv.fr merges all the shapes of a place: a box beside an outline would hide it.
            term = DCAT.bbox if shape == (place.bbox and polygon(place.bbox)) else LOCN.geometry
            yield area, term, Literal(wkt.dumps(shape, decimals=4), datatype=GEO.wktLiteral)
    for zone in set(zones(dataset)) - {place.id for place in known}:
        if (uri := insee_uri(zone)) is not None:
            yield ref, DCT.spatial, uri
            yield uri, RDF.type, DCT.Location


def insee_uri(zone: str) -> URIRef | None:
    """Return the INSEE URI of a zone we hold no description of: a commune, another département."""
    parts = zone.split(":")
    if len(parts) != 3 or parts[0] != "fr" or not parts[2].isalnum():
        return None
    kinds = {"epci": "intercommunalite", "region": "region", "departement": "departement", "commune": "commune"}
    return URIRef(f"{INSEE}{kinds[parts[1]]}/{parts[2]}") if parts[1] in kinds else None


def _mailboxes(ref: URIRef, graph: Graph) -> Iterator[Triple]:
    for agent in list(graph.objects(ref, DCT.publisher)):
        for box in graph.objects(agent, VCARD.hasEmail):
            if address := email(str(box)):
                yield agent, FOAF.mbox, URIRef(f"mailto:{address}")
