"""Compares our portal with the same one without our plugins: `python -m benchmarks CKAN.INI RESULTS.JSON`."""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from benchmarks import harvest, validation, whole_catalogue
from benchmarks.report import Result, compare, table, write

ROUNDS = 2
CONDITIONS = {
    "page": "page de 100 jeux de données d'exemple, profil archipel contre euro_dcat_ap_3",
    "create": "création d'un jeu de données de 3 ressources, schéma régional contre dcat_ap_full",
    "update": "changement de sa description",
}
STOCK = {
    r"^ckan\.views\.default_views = .*$": "ckan.views.default_views =",
    r"^ckan\.plugins = .*$": "ckan.plugins = activity datastore dcat harvest scheming_datasets",
    r"^scheming\.dataset_schemas = .*$": "scheming.dataset_schemas = ckanext.dcat.schemas:dcat_ap_full.yaml",
    r"^scheming\.(organization|group)_schemas = .*$": "",
    r"^scheming\.presets = .*$": "scheming.presets = ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml",
    r"^ckanext\.dcat\.rdf\.profiles = .*$": "ckanext.dcat.rdf.profiles = euro_dcat_ap_3",
    r"^ckanext\.archipel\..*$": "",
}


def stock_ini(ini: Path) -> Path:
    """Write the configuration of the same portal without our plugins, beside the given one."""
    content = ini.read_text()
    for pattern, replacement in STOCK.items():
        content = re.sub(pattern, replacement, content, flags=re.MULTILINE)
    stock = ini.with_name("stock.ini")
    stock.write_text(content)
    return stock


def run(ini: Path) -> list[Result]:
    """Measure both portals in turn, so that a machine that slows down slows both."""
    inis = {"ours": ini, "stock": stock_ini(ini)}
    times: dict[str, dict[str, list[float]]] = {side: {} for side in inis}
    for turn in range(1, ROUNDS + 1):
        for side, file in inis.items():
            print(f"→ tour {turn} sur {ROUNDS}, {'nous' if side == 'ours' else 'd’origine'}…", flush=True)
            for name, values in _measure(file).items():
                times[side].setdefault(name, []).extend(values)
    return [
        compare(name, ours, times["stock"][name], CONDITIONS[name.partition(".")[0]])
        for name, ours in times["ours"].items()
    ]


def _measure(ini: Path) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "benchmarks.measure", str(ini)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))


def main() -> None:
    """Read the arguments, measure, print the table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini", type=Path)
    parser.add_argument("results", type=Path)
    arguments = parser.parse_args()
    compared = run(arguments.ini)
    page = next(result.stock for result in compared if result.name == "page.ttl")
    whole = whole_catalogue.results(arguments.ini, stock_ini(arguments.ini), page)
    results = [*compared, *whole, *harvest.results(arguments.ini, stock_ini(arguments.ini)), *validation.results()]
    write(results, arguments.results)
    print(table(results))


if __name__ == "__main__":
    main()
