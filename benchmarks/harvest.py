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
    theirs = _run(stock, SIZE, 0)
    one, two = _run(ours, SIZE, 1), _run(ours, SIZE, 2)
    big = _run(ours, large, 1)
    what = f"{SIZE} jeux de données de 3 ressources, pages de 100"
    return [
        _compared("harvest.first", one["first"]["cpu"], theirs["first"]["cpu"], f"{what}, CPU du moissonneur", "s CPU"),
        _compared(
            "harvest.first.2_workers", two["first"]["seconds"], theirs["first"]["seconds"], f"{what}, 2 ouvriers, durée"
        ),
        _compared("harvest.again", one["again"]["seconds"], theirs["again"]["seconds"], f"{what}, inchangés, durée"),
        _compared(
            "harvest.workers", two["first"]["seconds"], one["first"]["seconds"], "2 ouvriers contre 1 (« d'origine »)"
        ),
        _compared(
            "harvest.memory", big["peak_mb"], one["peak_mb"], f"crête, {large} jeux contre {SIZE} (« d'origine »)", "Mo"
        ),
    ]


def _compared(name: str, ours: float, stock: float, conditions: str, unit: str = UNIT) -> Result:
    return Result(name, round(ours, 2), round(stock, 2), round(stock / ours, 2), unit, conditions)


def _apart(ini: Path, plugins: str) -> Path:
    """Write the configuration of the same portal with a queue and an index that its own worker does not know."""
    content = re.sub(r"^(ckan\.plugins = .*)$", rf"\1{plugins}", ini.read_text(), flags=re.MULTILINE)
    apart = ini.with_name(f"harvest-{ini.name}")
    apart.write_text(re.sub(r"^ckan\.site_id = .*$", "ckan.site_id = mesure", content, flags=re.MULTILINE))
    return apart


def _run(ini: Path, size: int, workers: int) -> dict[str, Any]:
    print(f"→ moissonnage de {size} jeux, {f'{workers} ouvrier(s)' if workers else 'd’origine'}…", flush=True)
    with served(size) as url:
        command = [sys.executable, "-m", "benchmarks.harvest_run", str(ini), url, str(size), "--workers", str(workers)]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))
