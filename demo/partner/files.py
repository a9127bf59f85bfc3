"""The small CSV files that the partners' catalogues point at."""

from __future__ import annotations

import csv
import io
from random import Random
from urllib.parse import unquote

from demo.partner.asked import Answer, Asked
from demo.partner.entries import PARTNERS, entries

FOLDER = "/fichiers/"
ROWS = 24


def answer(asked: Asked) -> Answer | None:
    """Answer by the CSV file of a dataset, the same at each call."""
    key = unquote(asked.path.removeprefix(FOLDER).removesuffix(".csv"))
    entry = next((entry for entry in entries(PARTNERS["dcat"]) if entry["key"] == key), None)
    if entry is None or not asked.path.startswith(FOLDER):
        return None
    rng = Random(key)  # noqa: S311 - repeatable, not secret
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(entry["columns"])
    for number in range(1, ROWS + 1):
        writer.writerow([f"{entry['columns'][0]} {number}", *(rng.randint(1, 400) for _ in entry["columns"][1:])])
    return Answer(text.getvalue().encode("utf-8"), "text/csv; charset=utf-8")
