"""Chooses among the languages in which a catalogue writes the same text, always the same one."""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

FRENCH = ("fr", "fra", "fre")


def preferred(graph: Graph, node: Node, *predicates: URIRef) -> str:
    """Return the text of the first of these properties that has one: in French, else without language, else English."""
    for predicate in predicates:
        texts = [value for value in graph.objects(node, predicate) if isinstance(value, Literal) and str(value).strip()]
        if texts:
            return str(min(texts, key=lambda text: (_rank(text), str(text))))
    return ""


def in_one_language(texts: Iterable[Literal]) -> list[Literal]:
    """Return the texts of a list in French where some are, with those of no language; else all of them."""
    kept = list(texts)
    return [text for text in kept if _rank(text) <= 2] if any(_rank(text) <= 1 for text in kept) else kept


def _rank(text: Literal) -> int:
    """Order languages; one that a machine translated (`fr-t-en`) comes after one that somebody wrote."""
    language = (text.language or "").lower()
    main = language.split("-")[0]
    if main in FRENCH:
        return 1 if "-t-" in language else 0
    return 2 if not language else 3 if main in {"en", "eng"} else 4
