"""Checks 100 000 rows against a table schema in a fresh process: prints CPU seconds and megabytes as JSON."""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stdnum import luhn

from benchmarks.report import Result

ROWS = 100_000
CPU_SECONDS = 10
MEGABYTES = 150
CONDITIONS = f"contrôle de {ROWS} lignes de 16 colonnes, 1 % fausses ; à droite, la limite que nous nous fixons"
NATURES = ("subvention", "aide en nature", "prêt")
TEXTS = [f"texte{number}" for number in range(1, 9)]


def schema() -> bytes:
    """Return a schema of the size of those of French local data: 16 columns, two SIRET, constraints, an identifier."""
    fields = [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": r"^A\d+$"}},
        {"name": "siret", "type": "string", "constraints": {"required": True, "pattern": r"^\d{14}$"}},
        {"name": "beneficiaire", "type": "string"},
        {"name": "date", "type": "date", "constraints": {"required": True}},
        {"name": "montant", "type": "number", "constraints": {"required": True, "minimum": 0}},
        {"name": "nature", "type": "string", "constraints": {"enum": list(NATURES)}},
        {"name": "ue", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
        {"name": "annee", "type": "integer"},
        *({"name": name, "type": "string", "constraints": {"maxLength": 256}} for name in TEXTS),
    ]
    checks = [{"name": "siret", "params": {"column": name}} for name in ("siret", "beneficiaire")]
    checks.append({"name": "one-of-required", "params": {"column1": "beneficiaire", "column2": "texte1"}})
    return json.dumps({"title": "Mesure", "fields": fields, "primaryKey": "id", "custom_checks": checks}).encode()


def write_table(file: Path, rows: int) -> None:
    """Write a table for that schema; one row in a hundred has a wrong date."""
    draw = random.Random(1)  # noqa: S311 the same table each time
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow([field["name"] for field in json.loads(schema())["fields"]])
        for number in range(rows):
            date = "14/03/2026" if number % 100 == 0 else f"2026-03-{1 + number % 28:02}"
            amount = f"{draw.random() * 100_000:.2f}"
            described = [_siret(draw), date, amount, NATURES[number % 3], "oui", "2026"]
            writer.writerow(
                [f"A{number}", "20005376700014", *described, *(f"Une valeur {draw.random()}" for _ in TEXTS)]
            )


def _siret(draw: random.Random) -> str:
    digits = f"{draw.randrange(10**8):08}"
    siren = digits + luhn.calc_check_digit(digits)
    return f"{siren}0001{luhn.calc_check_digit(f'{siren}0001')}"


def measure(file: Path) -> dict[str, float]:
    """Check the table and return what it cost this process."""
    from ckanext.archipel.validation.check_table import check_table  # noqa: PLC0415 its import is part of the cost
    from ckanext.archipel.validation.table_schema import parse  # noqa: PLC0415

    report = check_table(file, parse(schema()), "mesure")
    if (report.rows, report.count) != (ROWS, ROWS // 100):
        raise RuntimeError(f"{report.rows} lignes, {report.count} erreurs : {report.problems[:3]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"cpu": time.process_time(), "memory": peak}


def results() -> list[Result]:
    """Write the table, measure in a fresh process, and set the figures against our limits."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        write_table(file, ROWS)
        command = [sys.executable, "-m", "benchmarks.validation", str(file)]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    cost = json.loads(printed)
    return [
        Result(f"validation.{name}", round(cost[name], 2), limit, round(limit / cost[name], 2), unit, CONDITIONS)
        for name, limit, unit in (("cpu", CPU_SECONDS, "s CPU"), ("memory", MEGABYTES, "Mo"))
    ]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        for result in results():
            print(result)
