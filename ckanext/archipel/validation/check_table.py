"""Checks a CSV file against a table schema, row by row, in bounded time and memory."""

import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from frictionless import Detector, Dialect, FrictionlessException, Row, Schema
from frictionless.formats import CsvControl
from frictionless.resources import TableResource

from ckanext.archipel.validation import messages, source
from ckanext.archipel.validation.checks import Check
from ckanext.archipel.validation.errors import UnreadableTableError
from ckanext.archipel.validation.report import Problem, Report, described, short
from ckanext.archipel.validation.table_schema import HEADER_ROW, TableSchema, fit

STEP = 1000
SAMPLE_ROWS = 10
MAX_CELL = 1_000_000
ROW_ERRORS = frozenset({"blank-row", "extra-cell", "missing-cell", "primary-key"})
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Limits:
    """What one check may cost."""

    max_rows: int = 1_000_000
    max_errors: int = 1000
    max_seconds: float = 300


def check_table(
    file: Path, table: TableSchema, url: str, limits: Limits | None = None, progress: Progress = lambda rows: None
) -> Report:
    """Return what is wrong with a file; raise UnreadableTableError when it is no table. `progress` gets rows read."""
    limits = limits or Limits()
    layout = source.look(file)
    report = described(table.descriptor, url, limits.max_errors)
    report.notes += [*layout.notes(), *table.notes]
    fitted = fit(table, layout.labels)
    if not {column.name for column in table.schema.fields} & set(layout.labels):
        report.add(_nothing_in_common(layout))
        report.complete = False
        return report
    for problem in fitted.problems:
        report.add(problem)
    report.notes += fitted.notes
    checks = _possible(table, layout.labels, report)
    try:
        with _bounded_cells(), _open(file, layout, fitted.schema) as rows:
            _check_rows(rows, checks, report, limits, progress)
    except FrictionlessException as error:
        raise UnreadableTableError(_unreadable(error.error.note, report.rows)) from error
    return report


def _unreadable(note: str, rows: int) -> str:
    if "field limit" in note:
        return (
            f"Après la ligne {rows + 1}, une cellule dépasse {MAX_CELL // 1_000_000} Mo : un guillemet n'est sans "
            "doute jamais refermé."
        )
    return f"Le fichier n'est pas un CSV lisible : {note}"


@contextmanager
def _bounded_cells() -> Iterator[None]:
    """Bound what one cell may weigh, which frictionless does not: a quote left open would swallow the whole file."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _open(file: Path, layout: source.Layout, schema: Schema) -> TableResource:
    # The names of columns are our affair: the first line is skipped, and the schema has as many fields as the file.
    resource = TableResource(
        path=file.name,
        basepath=str(file.parent),
        scheme="file",
        format="csv",
        encoding=layout.encoding,
        schema=schema,
        dialect=Dialect(controls=[CsvControl(delimiter=layout.separator)]),
        detector=Detector(sample_size=SAMPLE_ROWS),
    )
    resource.open()  # type: ignore[no-untyped-call]
    return resource


def _check_rows(rows: TableResource, checks: list[Check], report: Report, limits: Limits, progress: Progress) -> None:
    schema = rows.schema
    positions = {name: position for position, name in enumerate(schema.field_names)}
    started = time.monotonic()
    for row in rows.row_stream:
        if report.rows >= limits.max_rows:
            _stop(report, f"les {limits.max_rows} premières lignes ont été vérifiées")
            return
        report.rows += 1
        for problem in _row_problems(row, schema, checks, positions):
            report.add(problem)
        if report.rows % STEP == 0:
            progress(report.rows)
            if time.monotonic() - started > limits.max_seconds:
                _stop(report, f"la vérification a été arrêtée au bout de {limits.max_seconds:g} s")
                return


def _row_problems(row: Row, schema: Schema, checks: list[Check], positions: dict[str, int]) -> Iterator[Problem]:
    wrong: set[str] = set()
    told: set[str] = set()
    for error in row.errors:
        if error.type in ROW_ERRORS:
            if error.type not in told:
                told.add(error.type)
                yield messages.row_problem(error, len(positions), schema.primary_key)
        elif "missing-cell" not in told:
            name = str(getattr(error, "field_name", ""))
            wrong.add(name)
            yield messages.cell_problem(error, schema.get_field(name))
    if told & {"blank-row", "missing-cell", "extra-cell"}:
        return
    for check in checks:
        if wrong.isdisjoint(check.columns):
            yield from _check_problems(row, check, positions)


def _check_problems(row: Row, check: Check, positions: dict[str, int]) -> Iterator[Problem]:
    values = [_text(row, name, positions[name]) for name in check.columns]
    advice = check.find(values)
    if advice:
        yield Problem(row.row_number, check.columns[0], short(values[0]), check.name, *advice)


def _text(row: Row, name: str, position: int) -> str:
    """Return a cell as written; whatever the schema holds for missing is empty."""
    return "" if row[name] is None else str(row.cells[position]).strip()


def _possible(table: TableSchema, labels: list[str], report: Report) -> list[Check]:
    """Return the checks whose columns are all there; the others are said."""
    possible = []
    for check in table.checks:
        missing = [name for name in check.columns if name not in labels]
        if missing:
            report.notes.append(f"Vérification « {check.name} » non faite : il manque {', '.join(missing)}.")
        else:
            possible.append(check)
    return possible


def _stop(report: Report, why: str) -> None:
    report.complete = False
    report.notes.append(f"Vérification incomplète : {why}.")


def _nothing_in_common(layout: source.Layout) -> Problem:
    names = ", ".join(layout.labels[:5])
    return Problem(
        HEADER_ROW,
        "",
        short(names),
        "other-table",
        "Aucune colonne du schéma n'est dans le fichier.",
        "Vérifiez que c'est le bon schéma, et que la première ligne porte les noms des colonnes.",
    )
