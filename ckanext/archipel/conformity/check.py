"""Checks the graph of a dataset against our shapes, and says in plain words what breaks a rule. Free of CKAN."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.term import Node

from ckanext.archipel.conformity.rules import EVERY_DATASET, HIGH_VALUE, Rule, rule, shapes

DCAT = Namespace("http://www.w3.org/ns/dcat#")
HVD_CATEGORY = URIRef("http://data.europa.eu/r5r/hvdCategory")
LONGEST = 200
Severity = Literal["violation", "warning"]


@dataclass(frozen=True)
class Finding:
    """A rule that a dataset breaks (violation) or a recommendation it does not follow (warning)."""

    severity: Severity
    predicate: str
    value: str
    field: str
    file: str
    file_id: str
    fr: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)


def check(graph: Graph) -> list[Finding]:
    """Return what breaks a rule or misses a recommendation, the worst first; high-value data have more rules."""
    findings = list(_findings(graph, EVERY_DATASET))
    if (None, HVD_CATEGORY, None) in graph:
        findings += _findings(graph, HIGH_VALUE)
    return sorted(
        dict.fromkeys(findings), key=lambda found: (found.severity != "violation", found.file, found.predicate)
    )


def unchecked(reason: str) -> Finding:
    """Return what to say of a dataset that could not be checked."""
    words = (
        "Ce jeu de données n’a pas pu être vérifié. Prévenez l’administrateur du portail.",
        "This dataset could not be checked. Tell the administrator of the portal.",
    )
    return Finding("warning", "", reason[:LONGEST], "", "", "", *words)


def _findings(graph: Graph, names: tuple[str, ...]) -> Iterator[Finding]:
    _, report, _ = validate(graph, shacl_graph=shapes(names).graph, inference="none", meta_shacl=False)
    seen: set[tuple[Node | None, Node | None]] = set()
    for result in report.objects(None, SH.result):
        shape, focus = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        if (shape, focus) in seen or shape is None or focus is None:
            continue
        seen.add((shape, focus))
        severity: Severity = "violation" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        yield _finding(severity, rule(names, shape), _file(graph, focus), path, value)


def _finding(severity: Severity, broken: Rule, file: tuple[str, str], path: Node | None, value: Node | None) -> Finding:
    predicate = str(path) if isinstance(path, URIRef) else ""
    shown = str(value)[:LONGEST] if value is not None else ""
    name = predicate.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    return Finding(
        severity,
        predicate,
        shown,
        broken.field,
        *file,
        broken.fr or f"« {name} » n’est pas écrit comme DCAT-AP le demande. Prévenez l’administrateur du portail.",
        broken.en or f"“{name}” is not written as DCAT-AP asks. Tell the administrator of the portal.",
    )


def _file(graph: Graph, focus: Node) -> tuple[str, str]:
    """Name the file that a node describes, or helps to describe."""
    for node in (focus, *graph.subjects(None, focus)):
        if (node, RDF.type, DCAT.Distribution) in graph:
            return str(graph.value(node, DCTERMS.title) or node), str(node).rsplit("/", 1)[-1]
    return "", ""
