"""Turns a graph into triples that every format can carry, dropping the ones that would break a page."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLAIN = frozenset({"http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})


def triples(graph: Graph, prefix: str, lost: list[str]) -> Iterator[ox.Triple]:
    """Yield a graph's triples, always in the same order; blank nodes are named after `prefix`, so none collide.

    A value that RDF does not allow is repaired or left out, and named in `lost`: the dataset is not lost with it.
    """
    names: dict[Node, ox.BlankNode] = {}

    def term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(node, BNode):
            return names.setdefault(node, ox.BlankNode(f"{prefix}n{len(names)}"))
        return _literal(node) if isinstance(node, Literal) else ox.NamedNode(_sayable(str(node)))

    for subject, predicate, value in _ordered(graph):
        try:
            triple = ox.Triple(term(subject), ox.NamedNode(str(predicate)), term(value))  # type: ignore[arg-type]
        except ValueError:
            lost.append(_shown(predicate, value))
            continue
        if isinstance(value, Literal) and (word := _repair(value)):
            lost.append(f"{_shown(predicate, value)} ({word})")
        yield triple


def _shown(predicate: Node, value: Node) -> str:
    return ILLEGAL_IN_XML.sub("\ufffd", f"{predicate} : {' '.join(str(value).split())}"[:500])


def _sayable(address: str) -> str:
    # An address is no place for what one cannot see: XML refuses it, and the other formats must say the same.
    if ILLEGAL_IN_XML.search(address):
        raise ValueError(address)
    return address


def _repair(node: Literal) -> str:
    if ILLEGAL_IN_XML.search(str(node)):
        return "caractères interdits retirés"
    if node.language and _tagged("", node.language).language is None:
        return f"langue « {node.language} » inconnue"
    return ""


def _ordered(graph: Graph) -> Iterator[tuple[Node, Node, Node]]:
    subjects = dict.fromkeys(graph.subjects())
    queue = sorted((subject for subject in subjects if not isinstance(subject, BNode)), key=str)
    done: set[Node] = set()
    while queue:
        subject = queue.pop(0)
        if subject in done:
            continue
        done.add(subject)
        values = sorted(graph.predicate_objects(subject), key=lambda pair: (str(pair[0]), _rank(graph, pair[1])))
        queue[:0] = [value for _, value in values if isinstance(value, BNode)]
        yield from ((subject, predicate, value) for predicate, value in values)


def _rank(graph: Graph, node: Node) -> tuple[str, ...]:
    if not isinstance(node, BNode):
        return (str(node), getattr(node, "language", None) or "")
    values = (f"{p} {'' if isinstance(o, BNode) else o}" for p, o in graph.predicate_objects(node))
    return ("", *sorted(values))


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
