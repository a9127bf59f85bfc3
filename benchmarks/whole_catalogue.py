"""What the whole catalogue costs: fragments joined, against stock's pages and stock's one graph."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import Result, times_faster

PAGE = 100
SMALL = 1000
DEFAULT_SIZE = 3000
REPETITIONS = 3


def results(ini: Path, stock_ini: Path, stock_page_seconds: float) -> list[Result]:
    """Measure dumps of two sizes; ARCHIPEL_BENCH_DATASETS sets the larger one (10000 and more take minutes)."""
    size = int(os.environ.get("ARCHIPEL_BENCH_DATASETS", DEFAULT_SIZE))
    one_graph = _run(stock_ini, "one_graph")
    try:
        small, _ = _dump(ini, SMALL)
        large, built = _dump(ini, size)
    finally:
        _run(ini, "clean")
    graph_seconds = one_graph["seconds"] * size / one_graph["datasets"]
    where = f"{size} jeux de données en Turtle, semés par SQL"
    return [
        times_faster(
            "dump.one_graph",
            large["seconds"],
            graph_seconds,
            f"{where} ; d'origine : un seul graphe de {one_graph['datasets']} jeux, au prorata (il croît plus vite)",
        ),
        times_faster(
            "dump.pages",
            large["seconds"],
            stock_page_seconds * size / PAGE,
            f"{where} ; d'origine : ses pages de {PAGE}, au prorata",
        ),
        times_faster("dump.linear", large["seconds"] / size, small["seconds"] / SMALL, "par jeu, grand contre petit"),
        Result(
            "dump.memory",
            large["peak_mb"],
            small["peak_mb"],
            round(small["peak_mb"] / large["peak_mb"], 2),
            "Mo",
            f"crête du processus, {size} jeux contre {SMALL} (colonne « d'origine »)",
        ),
        Result(
            "build", round(built * 1000, 2), 0.0, 0.0, "ms CPU", "construction des fragments d'un jeu, tous formats"
        ),
    ]


def _dump(ini: Path, size: int) -> tuple[dict[str, Any], float]:
    built = _run(ini, "build", "--size", str(size))
    dumps = [_run(ini, "dump") for _repetition in range(REPETITIONS)]
    each = built["seconds"] / built["built"] if built["built"] else 0.0
    return {key: statistics.median(dump[key] for dump in dumps) for key in ("seconds", "peak_mb")}, each


def _run(ini: Path, act: str, *arguments: str) -> dict[str, Any]:
    command: Sequence[str] = [sys.executable, "-m", "benchmarks.dump", str(ini), act, *arguments]
    print(f"→ {act} {' '.join(arguments)}…", flush=True)
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))
