"""What pages of the catalogue and saves of datasets cost, on our portal and on the stock one, in turn."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.portals import same_schema_ini
from benchmarks.report import Result, compare

PAGES = [f"page.{extension}" for extension in ("ttl", "xml", "rdf", "jsonld", "n3", "nt", "gzip")]
PAGE_TURNS = 5
SAVE_TURNS = 12
PAGE = "page de 100 jeux d'exemple, moyenne de tout le catalogue ; profil archipel contre euro_dcat_ap_3"
SPECIAL = {
    "page.nt": f"{PAGE} ; d'origine : l'action seule, son adresse répond 500 dans ce format",
    "page.gzip": f"{PAGE} ; Turtle, comprimée pour qui l'accepte ; d'origine : ne comprime pas",
}
SAVED = {
    "create": "création d'un jeu de 3 ressources",
    "update": "changement de la description d'un jeu de 3 ressources",
}
Times = dict[str, list[float]]


def pages(ini: Path, stock_ini: Path) -> list[Result]:
    """Measure a page in every format."""
    times = _in_turn(PAGES, PAGE_TURNS, {"ours": ini, "stock": stock_ini})
    return [compare(name, ours, times["stock"][name], SPECIAL.get(name, PAGE)) for name, ours in times["ours"].items()]


def saves(ini: Path, stock_ini: Path) -> list[Result]:
    """Measure saves with and without our plugins, with the schema of ckanext-dcat; then with ours, for the record."""
    inis = {"ours": same_schema_ini(ini), "stock": stock_ini, "regional": ini}
    times = _in_turn(["saves"], SAVE_TURNS, inis)
    results = []
    for name, what in SAVED.items():
        stock = times["stock"][name]
        same = f"{what} ; avec et sans tous nos modules, même schéma (dcat_ap_full)"
        results.append(compare(name, times["ours"][name], stock, same))
        regional = f"{what} ; schéma régional contre dcat_ap_full, ce qu'il valide et indexe compris"
        results.append(compare(f"{name}.regional", times["regional"][name], stock, regional))
    return results


def _in_turn(measures: Sequence[str], turns: int, inis: Mapping[str, Path]) -> dict[str, Times]:
    """Measure each portal in turn, many times, so that a machine that slows down slows them all."""
    times: dict[str, Times] = {side: {} for side in inis}
    with ExitStack() as stack:
        portals = {side: stack.enter_context(_portal(ini)) for side, ini in inis.items()}
        for measure in measures:
            print(f"→ {measure}…", flush=True)
            for turn in range(turns + 1):
                for side, portal in portals.items():
                    found = _ask(portal, measure)
                    for name, values in found.items() if turn else ():  # the first turn reads what is read once
                        times[side].setdefault(name, []).extend(values)
    return times


@contextmanager
def _portal(ini: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "benchmarks.measure", str(ini)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def _ask(portal: "subprocess.Popen[str]", measure: str) -> Times:
    if portal.stdin is None or portal.stdout is None:
        raise RuntimeError("le portail n'écoute pas")
    portal.stdin.write(f"{measure}\n")
    portal.stdin.flush()
    for line in portal.stdout:
        if line.startswith("{"):  # anything else is what a plugin prints of its own
            return dict(json.loads(line))
    raise RuntimeError(f"{measure} : le portail s'est arrêté")
