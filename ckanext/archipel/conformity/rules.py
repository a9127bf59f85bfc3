"""The portal's own SHACL shapes of DCAT-AP 3.0.1, ready to be used, and what each rule says to people."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyshacl.shapes_graph import ShapesGraph
from rdflib import BNode, Graph, Literal, Namespace
from rdflib.namespace import SH
from rdflib.term import Node

FOLDER = Path(__file__).parent / "shapes"
OURS = Namespace("urn:x-archipel:shapes#")
EVERY_DATASET = ("dcat-ap", "code-lists", "recommended")
HIGH_VALUE = ("high-value",)


@dataclass(frozen=True)
class Rule:
    """What a shape says to people: the field that mends it and what to do, in words when a publisher can do it."""

    field: str
    fr: str
    en: str


@cache
def shapes(names: tuple[str, ...]) -> ShapesGraph:
    """Load the shapes of these files, once."""
    graph = Graph()
    for name in names:
        graph.parse(FOLDER / f"{name}.ttl")
    _name_properties(graph)
    return ShapesGraph(graph)


def rule(names: tuple[str, ...], shape: Node) -> Rule:
    """Return what a shape of these files says to people."""
    graph = shapes(names).graph
    words = {m.language: str(m) for m in graph.objects(shape, SH.message) if isinstance(m, Literal)}
    return Rule(str(graph.value(shape, OURS.field) or ""), words.get("fr", ""), words.get("en", ""))


def _name_properties(graph: Graph) -> None:
    """Give each rule an address: a report names the rule that is broken, and blank nodes do not survive in it."""
    for number, (subject, shape) in enumerate(_anonymous(graph)):
        name = OURS[f"rule-{number}"]
        for predicate, value in list(graph.predicate_objects(shape)):
            graph.remove((shape, predicate, value))
            graph.add((name, predicate, value))
        graph.remove((subject, SH.property, shape))
        graph.add((subject, SH.property, name))


def _anonymous(graph: Graph) -> Iterator[tuple[Node, Node]]:
    yield from [pair for pair in graph.subject_objects(SH.property) if isinstance(pair[1], BNode)]
