"""The formats of the RDF pages, and how documents of one format are cut into fragments and joined again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from ckanext.dcat.profiles.base import namespaces
from rdflib import RDF, RDFS, XSD

HYDRA = "http://www.w3.org/ns/hydra/core#"
# Sorted, because the writer's own order changes from one document to the next.
PREFIXES = dict(
    sorted(
        {
            **{prefix: str(uri) for prefix, uri in namespaces.items()},
            "rdf": str(RDF),
            "rdfs": str(RDFS),
            "xsd": str(XSD),
            "hydra": HYDRA,
        }.items()
    )
)
TURTLE_HEAD = "".join(f"@prefix {prefix}: <{uri}> .\n" for prefix, uri in PREFIXES.items()).encode()
XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:its="http://www.w3.org/2005/11/its"'
    + "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
    + ">\n"
).encode()
XML_TAIL = b"</rdf:RDF>\n"


@dataclass(frozen=True)
class Format:
    """A syntax, the media type it is announced with, and what surrounds the fragments of a document.

    `column` is where fragments of this syntax are kept; N3 shares Turtle's.
    """

    syntax: ox.RdfFormat
    media_type: str
    column: str
    head: bytes = b""
    glue: bytes = b""
    tail: bytes = b""

    @property
    def content_type(self) -> str:
        """Return the header's value: without its charset, data.gouv.fr reads accents wrongly."""
        return f"{self.media_type}; charset=utf-8"

    def fragment(self, triples: Iterable[ox.Triple]) -> bytes:
        """Return the part of a document that says these triples, and nothing of what documents share."""
        return self._cut(ox.serialize(triples, format=self.syntax, prefixes=PREFIXES) or b"")

    def document(self, fragments: Iterable[bytes]) -> Iterator[bytes]:
        """Yield a document made of these fragments, piece by piece."""
        yield self.head
        between = b""
        for fragment in fragments:
            if fragment:
                yield between
                yield fragment
                between = self.glue
        yield self.tail

    def write(self, triples: Iterable[ox.Triple]) -> bytes:
        """Return a document that says these triples."""
        return b"".join(self.document([self.fragment(triples)]))

    def _cut(self, document: bytes) -> bytes:
        if self.syntax == ox.RdfFormat.RDF_XML:
            start = document.index(b">\n", document.index(b"<rdf:RDF")) + 2
            return document[start : document.rindex(b"</rdf:RDF>")]
        if self.syntax == ox.RdfFormat.JSON_LD:
            return document.strip()[1:-1]
        while document.startswith(b"@prefix "):
            document = document.partition(b"\n")[2]
        return document


TURTLE = Format(ox.RdfFormat.TURTLE, "text/turtle", "ttl", head=TURTLE_HEAD)
RDF_XML = Format(ox.RdfFormat.RDF_XML, "application/rdf+xml", "xml", head=XML_HEAD, tail=XML_TAIL)
JSON_LD = Format(ox.RdfFormat.JSON_LD, "application/ld+json", "jsonld", head=b"[", glue=b",", tail=b"]")
N_TRIPLES = Format(ox.RdfFormat.N_TRIPLES, "application/n-triples", "nt")
STORED = (TURTLE, RDF_XML, JSON_LD, N_TRIPLES)
FORMATS = {
    "rdf": RDF_XML,
    "xml": RDF_XML,
    "ttl": TURTLE,
    "n3": Format(ox.RdfFormat.TURTLE, "text/n3", "ttl", head=TURTLE_HEAD),
    "nt": N_TRIPLES,
    "jsonld": JSON_LD,
}
