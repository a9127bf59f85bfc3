"""What a harvest costs, against ckanext-dcat's harvester on the same catalogue: first time, unchanged, two workers."""

import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.harvest_catalogue import served
from benchmarks.report import Result

SIZE = 500
LARGE = "ARCHIPEL_BENCH_HARVEST"
DEFAULT_LARGE = 2000
REPEATS = 3
ROUNDS = (("--once",), ("--once", "--workers=2"))
UNITS = {"seconds": "s", "cpu": "s CPU"}
Run = dict[str, Any]


def results(ini: Path, stock_ini: Path) -> list[Result]:
    """Harvest the same datasets on both sides; ARCHIPEL_BENCH_HARVEST sets the size of the large harvest."""
    large = int(os.environ.get(LARGE, DEFAULT_LARGE))
    ours, stock = _apart(ini, ""), _apart(stock_ini, " dcat_rdf_harvester")
    # In turns, as what else the machine does changes from minute to minute; both sides have the same cores.
    rounds = [(_run(ours, *only), _run(stock, *only, "--stock")) for only in ROUNDS for _round in range(REPEATS)]
    one, two = rounds[:REPEATS], rounds[REPEATS:]
    again, stock_again = _run(ours)["again"], _run(stock, "--stock")["again"]
    big = _run(ours, size=large)
    alone = [mine for mine, _ in one]
    what = f"{SIZE} jeux de données de 3 ressources, pages de 100, sans pause entre deux requêtes"
    return [
        _first("harvest.first", one, f"{what}, 1 ouvrier contre 1 consommateur"),
        _first("harvest.first.2_workers", two, f"{what}, 2 ouvriers contre 2 consommateurs"),
        _first("harvest.first.cpu", one, "CPU du moissonneur seul, 1 contre 1", "cpu"),
        _compared("harvest.again", again["seconds"], stock_again["seconds"], f"{what}, inchangés"),
        _compared(
            "harvest.workers", _median([mine for mine, _ in two]), _median(alone), "2 ouvriers contre 1 (« d'origine »)"
        ),
        _compared(
            "harvest.large",
            1000 * big["first"]["seconds"] / large,
            1000 * _median(alone) / SIZE,
            f"par jeu, {large} jeux contre {SIZE} (« d'origine »)",
            "ms",
        ),
        _compared(
            "harvest.memory",
            big["peak_mb"],
            alone[0]["peak_mb"],
            f"crête, {large} jeux contre {SIZE} (« d'origine »)",
            "Mo",
        ),
    ]


def _first(name: str, rounds: list[tuple[Run, Run]], conditions: str, what: str = "seconds") -> Result:
    mine, theirs = _median([mine for mine, _ in rounds], what), _median([theirs for _, theirs in rounds], what)
    return _compared(name, mine, theirs, f"{conditions}, médiane de {len(rounds)}", UNITS[what])


def _median(runs: list[Run], what: str = "seconds") -> float:
    return statistics.median(run["first"][what] for run in runs)


def _compared(name: str, ours: float, stock: float, conditions: str, unit: str = "s") -> Result:
    return Result(name, round(ours, 2), round(stock, 2), round(stock / ours, 2), unit, conditions)


def _apart(ini: Path, plugins: str) -> Path:
    """Write the configuration of the same portal with a queue and an index that its own worker does not know.

    Ours waits between two requests to a server; ckanext-harvest does not, so neither does here.
    """
    added = rf"\1{plugins}\nckanext.archipel.fetch.pause_milliseconds = 0"
    content = re.sub(r"^(ckan\.plugins = .*)$", added, ini.read_text(), flags=re.MULTILINE)
    apart = ini.with_name(f"harvest-{ini.name}")
    apart.write_text(re.sub(r"^ckan\.site_id = .*$", "ckan.site_id = mesure", content, flags=re.MULTILINE))
    return apart


def _run(ini: Path, *options: str, size: int = SIZE) -> Run:
    print(f"→ moissonnage de {size} jeux, {' '.join(options) or '1 ouvrier'}…", flush=True)
    with served(size) as url:
        command = [sys.executable, "-m", "benchmarks.harvest_run", str(ini), url, str(size), *options]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(printed.splitlines()[-1], flush=True)
    return dict(json.loads(printed.splitlines()[-1]))
