"""What the whole catalogue costs at several sizes, and against stock's pages and stock's one graph."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import Result, times_faster

PAGE = 100
SIZES = (1_000, 10_000, 100_000)
COMPARED = 10_000
STOCK_SECONDS = 180
SEEDED = "jeux et fragments copiés par SQL de ceux d'exemple"
Measures = dict[str, dict[str, Any]]


def results(ini: Path, stock_ini: Path, stock_page_seconds: float) -> list[Result]:
    """Measure at each size (ARCHIPEL_BENCH_SIZES), waiting so long for stock (ARCHIPEL_BENCH_STOCK_SECONDS)."""
    sizes = [int(size) for size in os.environ.get("ARCHIPEL_BENCH_SIZES", "").split()] or list(SIZES)
    limit = float(os.environ.get("ARCHIPEL_BENCH_STOCK_SECONDS", STOCK_SECONDS))
    built = _run(ini, "build")
    measured = _at_each_size(ini, sizes)
    compared = min(max(sizes), COMPARED)
    ours = measured[compared]["dump"]["seconds"]
    each = round(1000 * built["seconds"] / built["built"], 2)
    return [
        *(
            _against_one_graph(stock_ini, size, measured[size]["dump"]["seconds"], limit)
            for size in sizes
            if size <= compared
        ),
        times_faster(
            f"dump.pages.{compared}",
            ours,
            stock_page_seconds * compared / PAGE,
            f"{compared} jeux en Turtle, {SEEDED} ; d'origine : ses pages de {PAGE} de page.ttl, au prorata",
        ),
        *(result for size in sizes[1:] for result in _growth(size, measured[size], sizes[0], measured[sizes[0]])),
        Result("build", each, 0.0, 0.0, "ms CPU", "construction des fragments d'un jeu d'exemple, tous formats"),
    ]


def _at_each_size(ini: Path, sizes: Sequence[int]) -> dict[int, Measures]:
    measured = {}
    try:
        for size in sorted(sizes):
            _run(ini, "seed", size)
            measured[size] = {act: _run(ini, act, size) for act in ("dump", "page")}
    finally:
        _run(ini, "clean")
    return measured


def _against_one_graph(stock_ini: Path, size: int, ours: float, limit: float) -> Result:
    stock = _run(stock_ini, "one_graph", size, limit)
    waited = "" if stock["complete"] else f", arrêté après {limit:.0f} s : le rapport est un minimum"
    conditions = f"{size} jeux en Turtle, {SEEDED} ; d'origine : un seul graphe des mêmes jeux recopiés{waited}"
    return times_faster(f"dump.one_graph.{size}", ours, stock["seconds"], conditions)


def _growth(size: int, large: Measures, small_size: int, small: Measures) -> list[Result]:
    """Set a size against the smallest: seconds elapsed hold what the database takes; memory is what reading adds."""
    against = f"{size} jeux contre {small_size} (« d'origine »)"
    dump, few, page, first = large["dump"], small["dump"], large["page"], small["page"]
    return [
        _growing(
            f"dump.time.{size}",
            1000 * dump["elapsed"] / size,
            1000 * few["elapsed"] / small_size,
            "ms",
            f"durée de l'export complet, par jeu, base de données comprise, {against}",
        ),
        _growing(f"dump.memory.{size}", dump["peak_mb"], few["peak_mb"], "Mo", f"crête, export complet, {against}"),
        _growing(
            f"page.time.{size}",
            1000 * page["elapsed"],
            1000 * first["elapsed"],
            "ms",
            f"durée d'une page de {PAGE} au milieu du catalogue, base de données comprise, {against}",
        ),
        _growing(f"page.memory.{size}", page["peak_mb"], first["peak_mb"], "Mo", f"crête, pages, {against}"),
    ]


def _growing(name: str, large: float, small: float, unit: str, conditions: str) -> Result:
    return Result(name, round(large, 3), round(small, 3), round(small / large, 2), unit, conditions)


def _run(ini: Path, act: str, size: int = 0, limit: float = 0) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.dump", str(ini), act, "--size", str(size), "--limit", str(limit)]
    print(f"→ {act} {size or ''}…", flush=True)
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))
