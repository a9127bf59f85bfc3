"""Compares our portal with the same one without our plugins: `python -m benchmarks CKAN.INI RESULTS.JSON`."""

import argparse
from pathlib import Path

from benchmarks import export, harvest, validation, whole_catalogue
from benchmarks.portals import stock_ini
from benchmarks.report import Result, table, write

PARTS = ("export", "saves", "harvest", "validation")


def run(part: str, ini: Path, stock: Path) -> list[Result]:
    """Measure one part."""
    if part == "export":
        pages = export.pages(ini, stock)
        stock_page = next(result.stock for result in pages if result.name == "page.ttl")
        return [*pages, *whole_catalogue.results(ini, stock, stock_page)]
    if part == "saves":
        return export.saves(ini, stock)
    return harvest.results(ini, stock) if part == "harvest" else validation.results()


def main() -> None:
    """Read the arguments, measure, print the table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part only; may be repeated")
    arguments = parser.parse_args()
    stock = stock_ini(arguments.ini)
    results = [result for part in arguments.only or PARTS for result in run(part, arguments.ini, stock)]
    write(results, arguments.results)
    print(table(results))


if __name__ == "__main__":
    main()
