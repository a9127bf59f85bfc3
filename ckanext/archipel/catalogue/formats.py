"""The formats of the RDF pages."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from ckanext.dcat.profiles.base import namespaces
from rdflib import RDF, RDFS, XSD

HYDRA = "http://www.w3.org/ns/hydra/core#"
PREFIXES = {prefix: str(uri) for prefix, uri in namespaces.items()} | {
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "hydra": HYDRA,
}


@dataclass(frozen=True)
class Format:
    """A syntax, and the media type it is announced with."""

    syntax: ox.RdfFormat
    media_type: str

    @property
    def content_type(self) -> str:
        """Return the header's value: without its charset, data.gouv.fr reads accents wrongly."""
        return f"{self.media_type}; charset=utf-8"

    def write(self, triples: Iterable[ox.Triple]) -> bytes:
        """Return a document that holds these triples."""
        return ox.serialize(triples, format=self.syntax, prefixes=PREFIXES) or b""


RDF_XML = Format(ox.RdfFormat.RDF_XML, "application/rdf+xml")
FORMATS = {
    "rdf": RDF_XML,
    "xml": RDF_XML,
    "ttl": Format(ox.RdfFormat.TURTLE, "text/turtle"),
    "n3": Format(ox.RdfFormat.N3, "text/n3"),
    "nt": Format(ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "jsonld": Format(ox.RdfFormat.JSON_LD, "application/ld+json"),
}
