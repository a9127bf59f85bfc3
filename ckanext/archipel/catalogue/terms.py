"""Turns a graph into triples that every format can carry, dropping the ones that would break a page."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLAIN = frozenset({"http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})


def triples(graph: Graph, prefix: str) -> Iterator[ox.Triple]:
    """Yield a graph's triples subject by subject; its blank nodes are named after `prefix`, so they never collide."""
    names: dict[Node, ox.BlankNode] = {}

    def term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(node, BNode):
            return names.setdefault(node, ox.BlankNode(f"{prefix}n{len(names)}"))
        return _literal(node) if isinstance(node, Literal) else ox.NamedNode(str(node))

    for subject in dict.fromkeys(graph.subjects()):
        for predicate, value in graph.predicate_objects(subject):
            try:
                yield ox.Triple(term(subject), ox.NamedNode(str(predicate)), term(value))  # type: ignore[arg-type]
            except ValueError:
                # An address or a language tag that RDF does not allow: this value is lost, the dataset is not.
                continue


def _literal(node: Literal) -> ox.Literal:
    text = ILLEGAL_IN_XML.sub("", str(node)).replace("\r\n", "\n").replace("\r", "\n")
    if node.language:
        return _tagged(text, node.language)
    datatype = node.datatype
    if datatype is None or str(datatype) in PLAIN:
        return ox.Literal(text)
    return ox.Literal(text, datatype=ox.NamedNode(str(URIRef(datatype))))


def _tagged(text: str, language: str) -> ox.Literal:
    try:
        return ox.Literal(text, language=language.replace("_", "-"))
    except ValueError:
        return ox.Literal(text)
