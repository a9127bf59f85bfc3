"""Checking tables as they really are."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.archipel.validation import source
from ckanext.archipel.validation.check_table import Limits, check_table
from ckanext.archipel.validation.errors import UnreadableSchemaError, UnreadableTableError
from ckanext.archipel.validation.report import Report
from ckanext.archipel.validation.table_schema import parse
from tests.validation.conftest import Check

NAME: dict[str, Any] = {"name": "nom", "type": "string", "constraints": {"required": True}}
NUMBER: dict[str, Any] = {"name": "nombre", "type": "integer"}
DAY: dict[str, Any] = {"name": "jour", "type": "date"}


def found(report: Report) -> list[tuple[int | None, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in report.problems]


def test_a_table_that_follows_its_schema_is_valid(check: Check) -> None:
    report = check("nom,nombre\nAin,1\nIsère,2\n", NAME, NUMBER)
    assert report.to_dict()["valid"] is True
    assert report.rows == 2
    assert report.to_dict()["schema"] == {
        "url": "https://www.exemple.fr/schema.json",
        "title": "Essai",
        "version": "1.2.0",
    }


def test_a_problem_says_where_what_why_and_what_to_write(check: Check) -> None:
    report = check("nom;jour\nAin;14/03/2026\n", NAME, DAY)
    [problem] = report.to_dict()["errors"]
    assert problem == {
        "row": 2,
        "column": "jour",
        "value": "14/03/2026",
        "code": "type",
        "cause": "Ce n'est pas une date.",
        "remedy": "Écrivez 2026-03-14.",
    }


@pytest.mark.parametrize("written", ["1 250", "1\u00a0250", "1\u202f250"])
def test_a_french_number_comes_with_what_to_write(check: Check, written: str) -> None:
    [problem] = check(f"nom;nombre\nAin;{written}\n", NAME, NUMBER).problems
    assert problem.remedy == "Écrivez 1250."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-1", "utf-16"])
@pytest.mark.parametrize("separator", list(source.SEPARATORS))
def test_encodings_and_separators_are_recognised_and_said(check: Check, encoding: str, separator: str) -> None:
    name = {"name": "département", "type": "string", "constraints": {"enum": ["Isère", "Puy-de-Dôme"]}}
    quote = "’" if encoding == "cp1252" else "é"
    text = f'département{separator}note\nIsère{separator}"a{separator}{quote}"\nPuy-de-Dôme{separator}b\n'
    report = check(text.encode(encoding), name)
    assert report.count == 0
    assert report.notes[0] == (
        f"Fichier lu en {source.ENCODINGS[encoding]}, colonnes séparées par : {source.SEPARATORS[separator]}."
    )


def test_columns_may_come_in_any_order_and_number(check: Check) -> None:
    report = check("nombre,commentaire,NOM\n1,x,Ain\n", NAME, NUMBER, DAY)
    assert found(report) == [(1, "nom", "missing-column")]
    assert report.problems[0].remedy == "Renommez « NOM » en « nom »."
    notes = " ".join(report.notes)
    assert "« commentaire » n'est pas dans le schéma" in notes
    assert "Colonnes facultatives absentes du fichier : « jour »" in notes


def test_another_order_is_only_a_remark(check: Check) -> None:
    report = check("nombre,nom\n1,Ain\n", NAME, NUMBER)
    assert report.count == 0
    assert "ordre du schéma" in " ".join(report.notes)


def test_columns_named_twice_or_not_at_all_are_errors(check: Check) -> None:
    report = check("nom,nom,\nAin,x,y\n", NAME)
    assert found(report) == [(1, "nom", "column-name"), (1, "colonne 3", "column-name")]


def test_a_table_of_something_else_is_said_once(check: Check) -> None:
    report = check("a,b\n1,2\n3,4\n", NAME, NUMBER)
    assert found(report) == [(1, "", "other-table")]
    assert report.to_dict()["valid"] is False


def test_broken_rows_are_told_once_each(check: Check) -> None:
    report = check("nom,nombre,jour\nAin,1\nAin,1,2026-01-01,trop,encore\n,,\nAin,x,\n", NAME, NUMBER, DAY)
    assert found(report) == [
        (2, "", "missing-cell"),
        (3, "", "extra-cell"),
        (4, "", "blank-row"),
        (5, "nombre", "type"),
    ]


def test_an_identifier_given_twice_names_the_other_row(check: Check) -> None:
    report = check("nom,nombre\nAin,1\nIsère,2\nAin,3\n", NAME, NUMBER, primaryKey="nom")
    assert found(report) == [(4, "nom", "primary-key")]
    assert "ligne 2" in report.problems[0].cause


@pytest.mark.parametrize("start", ["nom,nombre\n", "nom,nombre\n" + "Ain,1\n" * 20], ids=["first row", "later"])
def test_a_quote_left_open_does_not_swallow_the_file(check: Check, start: str) -> None:
    with pytest.raises(UnreadableTableError, match="guillemet"):
        check(start + '"' + "x" * 2_000_000, NAME, NUMBER)


def test_all_problems_are_counted_and_the_first_ones_kept(check: Check) -> None:
    rows = "".join("Ain,x\n" for _ in range(50))
    report = check(f"nom,nombre\n{rows}", NAME, NUMBER, limits=Limits(max_errors=10))
    assert (report.count, len(report.problems), report.by_column) == (50, 10, {"nombre": 50})


def test_a_long_table_is_checked_up_to_the_limits_and_said_incomplete(check: Check) -> None:
    content = "nom,nombre\n" + "Ain,1\n" * 3000
    by_rows = check(content, NAME, NUMBER, limits=Limits(max_rows=100))
    assert (by_rows.rows, by_rows.complete, by_rows.to_dict()["valid"]) == (100, False, False)
    assert "100 premières lignes" in by_rows.notes[-1]
    by_time = check(content, NAME, NUMBER, limits=Limits(max_seconds=0))
    assert by_time.rows < 3000
    assert "arrêtée" in by_time.notes[-1]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b";;;\n", "noms des colonnes"),
        (b"PK\x03\x04abc", "classeur"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html>", "HTML"),
        (b"a,b\n\0\0", "texte"),
    ],
)
def test_what_is_no_table_is_refused_in_words(check: Check, content: bytes, word: str) -> None:
    with pytest.raises(UnreadableTableError, match=word):
        check(content, NAME, NUMBER)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"{}", b'{"fields": []}', b'{"fields": [1]}', b'{"fields": [{"name": "a", "type": "x"}]}'],
)
def test_what_is_no_table_schema_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableSchemaError):
        parse(content)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_no_file_breaks_the_check(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "table"
    file.write_bytes(b"nom,nombre\n" + content)
    try:
        report = check_table(file, parse(json.dumps({"fields": [NAME, NUMBER]}).encode()), "u")
    except UnreadableTableError:
        return
    assert json.dumps(report.to_dict())


def test_the_seeded_errors_are_all_found_and_nothing_else(shared: Path) -> None:
    table = parse((shared / "scdl/schemas/scdl/subventions/latest/schema.json").read_bytes())
    report = check_table(shared / "scdl/invalid.csv", table, "u")
    assert [problem.row for problem in report.problems] == list(range(3, 14))
    assert len({problem.code for problem in report.problems}) == 8


@pytest.mark.parametrize(
    ("name", "count"),
    [("valid", 0), ("extra_col", 0), ("missing_col", 1), ("reordered", 0), ("semicolon_latin1", 0)],
)
def test_real_layouts_bring_no_false_error(shared: Path, name: str, count: int) -> None:
    table = parse((shared / "scdl/schemas/scdl/subventions/latest/schema.json").read_bytes())
    assert check_table(shared / f"scdl/{name}.csv", table, "u").count == count


def test_every_schema_of_schema_data_gouv_fr_loads(shared: Path) -> None:
    files = [
        file for file in sorted((shared / "scdl/schemas").rglob("*.json")) if "fields" in json.loads(file.read_text())
    ]
    tables = [parse(file.read_bytes()) for file in files]
    assert len(tables) == 60
    assert [note for table in tables for note in table.notes if "inconnue" in note or "mal décrite" in note] == []
    assert sum(len(table.checks) for table in tables) == 31
