"""What pages of the catalogue and saves of datasets cost, on our portal and on the stock one, in turn."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

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
COMPARED = (
    (
        "",
        "ours",
        "apart",
        "avec et sans ce qui suit les changements pour l'export (signaux), même schéma (dcat_ap_full)",
    ),
    (
        ".all",
        "ours",
        "stock",
        "avec et sans tous nos modules (qualité, validation… comprises), même schéma (dcat_ap_full)",
    ),
    (".regional", "regional", "stock", "tous nos modules et notre schéma contre dcat_ap_full"),
)
Times = dict[str, list[float]]
Portal: TypeAlias = "subprocess.Popen[str]"


def pages(ini: Path, stock_ini: Path) -> list[Result]:
    """Measure a page in every format."""
    results = []
    with _portals(ini, stock_ini) as portals:
        for name in PAGES:
            times = _in_turn(portals, {"ours": (ini, name), "stock": (stock_ini, name)}, PAGE_TURNS)
            results.append(compare(name, times["ours"][name], times["stock"][name], SPECIAL.get(name, PAGE)))
    return results


def saves(ini: Path, stock_ini: Path) -> list[Result]:
    """Measure saves with and without what follows them for the export, then with and without all our plugins."""
    ours = same_schema_ini(ini)
    sides = {
        "ours": (ours, "saves"),
        "apart": (ours, "apart"),
        "stock": (stock_ini, "saves"),
        "regional": (ini, "saves"),
    }
    with _portals(ini, stock_ini, ours) as portals:
        times = _in_turn(portals, sides, SAVE_TURNS)
    return [
        compare(f"{name}{suffix}", times[one][name], times[other][name], f"{what} ; {how}")
        for name, what in SAVED.items()
        for suffix, one, other, how in COMPARED
    ]


def _in_turn(portals: Mapping[Path, Portal], sides: Mapping[str, tuple[Path, str]], turns: int) -> dict[str, Times]:
    """Measure each side in turn, many times, so that a machine that slows down slows them all."""
    times: dict[str, Times] = {side: {} for side in sides}
    print(f"→ {', '.join(sorted({measure for _, measure in sides.values()}))}…", flush=True)
    for turn in range(turns + 1):
        for side, (ini, measure) in sides.items():
            found = _ask(portals[ini], measure)
            for name, values in found.items() if turn else ():  # the first turn reads what is read once
                times[side].setdefault(name, []).extend(values)
    return times


@contextmanager
def _portals(*inis: Path) -> Iterator[dict[Path, Portal]]:
    """Have portals listen at the same time."""
    with ExitStack() as stack:
        yield {
            ini: stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "benchmarks.measure", str(ini)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for ini in inis
        }


def _ask(portal: Portal, measure: str) -> Times:
    if portal.stdin is None or portal.stdout is None:
        raise RuntimeError("le portail n'écoute pas")
    portal.stdin.write(f"{measure}\n")
    portal.stdin.flush()
    for line in portal.stdout:
        if line.startswith("{"):  # anything else is what a plugin prints of its own
            return dict(json.loads(line))
    raise RuntimeError(f"{measure} : le portail s'est arrêté")
