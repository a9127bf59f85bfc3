"""What the imaginary partners publish, the same subjects under each one's name, and what may go wrong with it."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Dict = dict[str, Any]

# What a test may ask the server to do wrong; see `server`.
SHRUNK, SPOILT = "retrait", "notice-fautive"
BOX = (5.2, 44.7, 6.1, 45.3)
TERRITORY = "fr:departement:38"
ISSUED, MODIFIED = "2024-03-18", "2026-06-02"
MAILBOX = "observatoire@{}.example.org"


@dataclass(frozen=True)
class Partner:
    """An imaginary organisation with a catalogue."""

    key: str
    name: str
    short: str

    @property
    def mailbox(self) -> str:
        """The functional address to write to."""
        return MAILBOX.format(self.key)


PARTNERS = {
    "dcat": Partner("parc-trois-vallees", "Parc naturel régional des Trois Vallées", ""),
    "csw": Partner("sig-hautes-combes", "Syndicat d’information géographique des Hautes Combes", "Hautes Combes"),
    "opendatasoft": Partner("agglo-val-vert", "Communauté d’agglomération du Val Vert", "Val Vert"),
    "arcgis": Partner("ville-montclair", "Ville de Montclair-sur-Isère", "Montclair"),
    "udata": Partner("service-belledonne", "Service de l’État imaginaire de Belledonne", "Belledonne"),
    "ckan": Partner("metropole-deux-rives", "Métropole imaginaire des Deux Rives", "Deux Rives"),
    "geonetwork": Partner("observatoire-alpages", "Observatoire des alpages du Grand Replat", "Grand Replat"),
}


def entries(partner: Partner, faults: Set[str] = frozenset()) -> list[Dict]:
    """What a partner publishes, in a fixed order."""
    found = [_of(partner, entry) for entry in _subjects()]
    if SPOILT in faults:
        found[0] = {**found[0], "title": ""}
    return found[: len(found) // 3] if SHRUNK in faults else found


def _of(partner: Partner, entry: Dict) -> Dict:
    title = f"{entry['title']} – {partner.short}" if partner.short else entry["title"]
    return {"licence": "", **entry, "title": title}


@cache
def _subjects() -> tuple[Dict, ...]:
    return tuple(json.loads((Path(__file__).parent / "datasets.json").read_text(encoding="utf-8")))
