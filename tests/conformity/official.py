"""The official shapes, run as the European validator runs them, with the defects of their files mended."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from pyshacl import validate
from rdflib import SKOS, Graph, URIRef
from rdflib.namespace import SH

AUTHORITY = "http://publications.europa.eu/resource/authority/"
NOT_SHACL = URIRef("http://www.w3.org/ns/shacl#shape")
BASE = ("301-base0", "301-range0", "301-codelists")
HVD = ("hvd300-base-usagenotes",)
GEODCAT = ("geo300",)
Broken = set[tuple[str, str]]


def official(graph: Graph, shared: Path, profiles: tuple[str, ...]) -> Broken:
    """Return what breaks the rules of these official profiles."""
    found: Broken = set()
    for profile in profiles:
        data = Graph()
        for triple in (*graph, *_about(graph, _lists(shared, profile))):
            data.add(triple)
        found |= violations(data, _shapes(shared, profile))
    return found


def violations(data: Graph, shapes: Graph) -> Broken:
    """Return the node and the property of each violation; a path of several steps has no name."""
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    found: Broken = set()
    for result in report.objects(None, SH.result):
        if report.value(result, SH.resultSeverity) == SH.Violation:
            path = report.value(result, SH.resultPath)
            found.add((str(report.value(result, SH.focusNode)), str(path) if isinstance(path, URIRef) else ""))
    return found


def _about(graph: Graph, lists: Graph) -> Graph:
    """Return what the code lists say of the terms of a graph: the whole lists would take a minute."""
    said = Graph()
    for node in set(graph.objects()):
        for scheme in lists.objects(node, SKOS.inScheme):
            said.add((node, SKOS.inScheme, scheme))
            for triple in lists.triples((scheme, None, None)):
                said.add(triple)
    return said


@cache
def _profiles(shared: Path) -> dict[str, Any]:
    sys.path.insert(0, str(shared / "shacl"))
    import run_shacl

    hvd = [f"dcat-ap-hvd-3.0.0/hvd-SHACL-{part}.ttl" for part in ("base", "usagenotes")]
    return {**run_shacl.P, HVD[0]: (hvd, ["codelists/fdk-high-value-categories.ttl"])}


@cache
def _shapes(shared: Path, profile: str) -> Graph:
    graph = _parsed(shared, _profiles(shared)[profile][0])
    for shape, other in list(graph.subject_objects(NOT_SHACL)):
        graph.add((shape, SH.node, other))
    return graph


@cache
def _lists(shared: Path, profile: str) -> Graph:
    graph = _parsed(shared, _profiles(shared)[profile][1])
    for language in {node for node in graph.subjects() if str(node).startswith(f"{AUTHORITY}language/")}:
        graph.add((language, SKOS.inScheme, URIRef(f"{AUTHORITY}language")))
    return graph


def _parsed(shared: Path, names: list[str]) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(shared / "shacl" / name)
    return graph
