"""Our shapes come to the conclusions of the official ones, and what the portal writes breaks none of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from ckanext.dcat.profiles import RDFProfile
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.archipel.conformity.rules import EVERY_DATASET, HIGH_VALUE, shapes
from ckanext.archipel.rdf.geographic import GeographicProfile
from ckanext.archipel.rdf.strict import StrictProfile
from demo.samples.generator import samples
from tests.conformity.official import BASE, GEODCAT, HVD, Broken, official, violations
from tests.written import COMPLETE, REF, Written

ELSEWHERE = URIRef("https://ailleurs.fr/x")
MUTATIONS = 60
Triple = tuple[Node, Node, Node]


def ours(graph: Graph) -> Broken:
    """Return what breaks our rules, those of high-value data included."""
    return violations(graph, shapes(EVERY_DATASET).graph) | violations(graph, shapes(HIGH_VALUE).graph)


def test_the_seeded_errors_are_all_found(shared: Path) -> None:
    graph = Graph().parse(shared / "shacl" / "examples" / "bad.ttl")
    assert ours(graph) == official(graph, shared, BASE + HVD)
    properties = {path.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for _, path in ours(graph)}
    # Thirteen errors, one property each; that of the distribution's law is the same as another's.
    assert properties >= {
        "title",
        "publisher",
        "theme",
        "issued",
        "modified",
        "accrualPeriodicity",
        "startDate",
        "name",
    }
    assert properties >= {"hvdCategory", "accessURL", "format", "byteSize", "applicableLegislation"}


def test_what_is_right_is_found_right(shared: Path) -> None:
    assert not ours(Graph().parse(shared / "shacl" / "examples" / "good.ttl"))


@pytest.mark.parametrize(("profile", "rules"), [(StrictProfile, BASE + HVD), (GeographicProfile, GEODCAT)])
def test_a_dataset_that_fills_every_field_breaks_no_official_rule(
    written: Written, shared: Path, profile: type[RDFProfile], rules: tuple[str, ...]
) -> None:
    assert not official(written(profile), shared, rules)


def test_mutated_datasets_break_the_same_rules_of_both(written: Written, shared: Path) -> None:
    graph = Graph()
    for number, triples in enumerate(mutants(written(StrictProfile))):
        for triple in triples:
            graph.add(tuple(renamed(node, number) for node in triple))  # type: ignore[arg-type]
    theirs = official(graph, shared, BASE + HVD)
    assert len(theirs) > MUTATIONS / 2
    assert ours(graph) == theirs


def mutants(graph: Graph) -> Iterator[list[Triple]]:
    """Yield copies of a graph with one triple dropped, made a text, pointed elsewhere or doubled."""
    triples = sorted(graph, key=str)
    chosen = [triple for triple in triples if isinstance(triple[0], BNode) or str(triple[0]).startswith(REF)]
    random = Random(2023)
    for triple in random.sample(chosen, MUTATIONS):
        subject, predicate, value = triple
        change = random.choice(("drop", "text", "elsewhere", "double"))
        others = triples if change == "double" else [other for other in triples if other != triple]
        added = {"text": Literal("mauvais"), "elsewhere": ELSEWHERE}.get(
            change, Literal("2", datatype=getattr(value, "datatype", None))
        )
        yield others if change == "drop" else [*others, (subject, predicate, added)]


def renamed(node: Node, number: int) -> Node:
    """Give the nodes of a copy names of its own."""
    if isinstance(node, BNode):
        return BNode(f"{node}{number}")
    return URIRef(f"{node}-{number}") if isinstance(node, URIRef) and node.startswith(REF) else node


def test_the_datasets_of_the_demo_break_no_rule(written: Written, shared: Path) -> None:
    graph = Graph()
    for sample in list(samples(date(2026, 11, 25)))[::12]:
        dataset = {**sample.dataset, "organization": {"id": "o", "title": "Préfecture"}}
        for number, resource in enumerate(dataset["resources"]):
            resource |= {"id": f"{dataset['id']}-{number}", "package_id": dataset["id"], "datastore_active": True}
            resource.setdefault("url", f"https://donnees.fr/{number}.csv")
        ref = URIRef(f"https://donnees.fr/dataset/{dataset['id']}")
        StrictProfile(graph).graph_from_dataset(dict.fromkeys(COMPLETE) | dataset, ref)
    assert len(set(graph.subjects())) > 100
    assert not official(graph, shared, BASE)
    assert not violations(graph, shapes(EVERY_DATASET).graph)
