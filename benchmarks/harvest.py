"""What a harvest costs, against ckanext-dcat's harvester on the same catalogue: first time, unchanged, two workers."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.harvest_catalogue import served
from benchmarks.report import Result

SIZE = 500
LARGE = "ARCHIPEL_BENCH_HARVEST"
DEFAULT_LARGE = 2000
UNIT = "s"


def results(ini: Path, stock_ini: Path) -> list[Result]:
    """Harvest the same datasets on both sides; ARCHIPEL_BENCH_HARVEST sets the size of the large harvest."""
    large = int(os.environ.get(LARGE, DEFAULT_LARGE))
    ours, stock = _apart(ini, ""), _apart(stock_ini, " dcat_rdf_harvester")
    theirs, theirs_shared = _run(stock, SIZE, "--stock"), _run(stock, SIZE, "--stock", "--once", "--workers=2")
    one, two = _run(ours, SIZE), _run(ours, SIZE, "--workers=2")
    big = _run(ours, large)
    what = f"{SIZE} jeux de données de 3 ressources, pages de 100, sans pause entre deux requêtes"
    return [
        _first("harvest.first", one, theirs, f"{what}, 1 ouvrier contre 1 consommateur"),
        _first("harvest.first.2_workers", two, theirs_shared, f"{what}, 2 ouvriers contre 2 consommateurs"),
        _first("harvest.first.same_cores", two, theirs, f"{what}, 2 ouvriers contre l'unique consommateur d'origine"),
        _compared("harvest.first.cpu", one["first"]["cpu"], theirs["first"]["cpu"], "CPU du moissonneur seul", "s CPU"),
        _compared("harvest.again", one["again"]["seconds"], theirs["again"]["seconds"], f"{what}, inchangés"),
        _first("harvest.workers", two, one, "2 ouvriers contre 1 (« d'origine »)"),
        _compared(
            "harvest.large",
            big["first"]["seconds"] / large,
            one["first"]["seconds"] / SIZE,
            f"par jeu, {large} jeux contre {SIZE} (« d'origine »)",
        ),
        _compared(
            "harvest.memory", big["peak_mb"], one["peak_mb"], f"crête, {large} jeux contre {SIZE} (« d'origine »)", "Mo"
        ),
    ]


def _first(name: str, ours: dict[str, Any], stock: dict[str, Any], conditions: str) -> Result:
    return _compared(name, ours["first"]["seconds"], stock["first"]["seconds"], conditions)


def _compared(name: str, ours: float, stock: float, conditions: str, unit: str = UNIT) -> Result:
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


def _run(ini: Path, size: int, *options: str) -> dict[str, Any]:
    print(f"→ moissonnage de {size} jeux, {' '.join(options) or '1 ouvrier'}…", flush=True)
    with served(size) as url:
        command = [sys.executable, "-m", "benchmarks.harvest_run", str(ini), url, str(size), *options]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(printed.splitlines()[-1], flush=True)
    return dict(json.loads(printed.splitlines()[-1]))
