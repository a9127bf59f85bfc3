"""What a check says of a dataset, in words a publisher can act upon."""

from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, SH

from ckanext.archipel.conformity.check import Finding, check
from ckanext.archipel.conformity.rules import FOLDER, OURS
from ckanext.archipel.rdf.strict import StrictProfile, keep_to_the_letter
from tests.written import REF, Written

FILE = URIRef(f"{REF}/resource/r1")


def broken(graph: Graph) -> list[Finding]:
    return [found for found in check(graph) if found.severity == "violation"]


def test_a_dataset_to_the_letter_breaks_no_rule(written: Written) -> None:
    assert broken(written(StrictProfile)) == []


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "field"),
    [
        (REF, DCTERMS.title, None, "title"),
        (REF, DCTERMS.issued, Literal("01/01/2026"), "issued"),
        (REF, DCTERMS.accrualPeriodicity, Literal("tous les ans"), "frequency"),
        (FILE, DCAT.accessURL, None, "url"),
        (FILE, DCTERMS.format, URIRef("http://publications.europa.eu/resource/authority/file-type/TABLEUR"), "format"),
        (FILE, DCAT.byteSize, Literal("12 Ko"), "size"),
    ],
)
def test_what_is_broken_names_the_field_that_mends_it(
    written: Written, subject: URIRef, predicate: URIRef, value: Any, field: str
) -> None:
    graph = written(StrictProfile)
    graph.remove((subject, predicate, None))
    if value is not None:
        graph.add((subject, predicate, value))
    found = broken(graph)
    assert {finding.field for finding in found} == {field}
    assert all("Prévenez" not in finding.fr and finding.en for finding in found)
    assert {(finding.file, finding.file_id) for finding in found} == (
        {("Aires", "r1")} if subject == FILE else {("", "")}
    )


def test_the_law_on_high_value_data_binds_only_them(written: Written) -> None:
    files = [{"id": "r1", "package_id": "aires", "url": "https://a.fr/a.csv", "format": "CSV"}]
    assert [found.field for found in broken(written(StrictProfile, resources=files))] == ["access_services"]
    assert broken(written(StrictProfile, resources=files, hvd_category=[])) == []


def test_what_is_recommended_is_advice_and_breaks_nothing(written: Written) -> None:
    graph = written(StrictProfile, contact=[], hvd_category=[], temporal_coverage=[])
    assert broken(graph) == []
    advice = {finding.field for finding in check(graph)}
    assert {"contact", "temporal_coverage", "availability"} <= advice


def test_what_the_letter_leaves_out_is_named(written: Written) -> None:
    assert keep_to_the_letter(written()) == [(str(DCTERMS.format), "Parquet")]


def test_every_word_of_a_rule_is_in_french_and_in_english() -> None:
    for file in sorted(Path(FOLDER).glob("*.ttl")):
        graph = Graph().parse(file)
        for shape in set(graph.subjects(SH.message)):
            languages = sorted(str(m.language) for m in graph.objects(shape, SH.message) if isinstance(m, Literal))
            assert languages == ["en", "fr"], file
            assert graph.value(shape, OURS.field) or "recommended" in file.name
