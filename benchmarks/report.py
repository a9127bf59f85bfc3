"""What a benchmark says, as a table for people and as JSON for machines."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One comparison; times are medians of the process's own CPU seconds, which a busy machine disturbs least."""

    name: str
    ours: float
    stock: float
    ratio: float
    unit: str
    conditions: str


def compare(name: str, ours: Sequence[float], stock: Sequence[float], conditions: str) -> Result:
    """Compare two series of times; a ratio above 1 says how many times faster ours is."""
    mine, theirs = statistics.median(ours), statistics.median(stock)
    return Result(name, round(mine, 4), round(theirs, 4), round(theirs / mine, 2), "s CPU", conditions)


def times_faster(name: str, ours: float, stock: float, conditions: str) -> Result:
    """Compare two times in CPU seconds."""
    return compare(name, [ours], [stock], conditions)


def table(results: Sequence[Result]) -> str:
    """Return the results as a Markdown table."""
    rows = [f"| {r.name} | {r.ours} | {r.stock} | {r.ratio} | {r.unit} | {r.conditions} |" for r in results]
    head = ["| mesure | nous | d'origine | rapport | unité | conditions |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def write(results: Sequence[Result], file: Path) -> None:
    """Write the results as a JSON list."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(result) for result in results], indent=2, ensure_ascii=False) + "\n")
