"""Makes rows out of a family's column notations, the same ones for the same random source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.samples.sources import Commune

Row = dict[str, Any]
Notation = str | list[Any]

SCATTER = 0.03
"""Degrees around a commune's centre within which its points fall."""


class RowMaker:
    """Turns notations such as `int 0 40`, `date`, `id STN` or a list of choices into values."""

    def __init__(self, communes: tuple[Commune, ...], rng: Random, reference: date) -> None:
        """Remember where and when the rows happen."""
        self.communes, self.rng, self.reference = communes, rng, reference

    def rows(self, columns: dict[str, Notation], count: int) -> list[Row]:
        """`count` rows that have one value per column."""
        return [self._row(columns, number) for number in range(1, count + 1)]

    def _row(self, columns: dict[str, Notation], number: int) -> Row:
        commune = self.communes[(number - 1) % len(self.communes)]
        return {name: self._value(notation, commune, number) for name, notation in columns.items()}

    def _value(self, notation: Notation, commune: Commune, number: int) -> Any:
        if isinstance(notation, list):
            return self.rng.choice(notation)
        kind, _, rest = notation.partition(" ")
        if kind == "id":
            return f"{rest}-{number:04d}"
        if kind == "text":
            return rest.format(commune=commune.name, n=number)
        if kind in ("int", "dec"):
            return self._number(kind, *rest.split())
        return self._of_place_or_time(kind, commune, number)

    def _number(self, kind: str, low: str, high: str) -> int | float:
        if kind == "int":
            return self.rng.randint(int(low), int(high))
        return round(self.rng.uniform(float(low), float(high)), 2)

    def _of_place_or_time(self, kind: str, commune: Commune, number: int) -> Any:
        makers: dict[str, Callable[[], Any]] = {
            "commune": lambda: commune.name,
            "insee": lambda: commune.code,
            "latitude": lambda: round(commune.latitude + self.rng.uniform(-SCATTER, SCATTER), 5),
            "longitude": lambda: round(commune.longitude + self.rng.uniform(-SCATTER, SCATTER), 5),
            "date": lambda: str(self.reference - timedelta(days=self.rng.randint(1, 360))),
            "mois": lambda: self._month((number - 1) // len(self.communes)),
            "annee": lambda: self.reference.year - 1 - (number - 1) // len(self.communes),
        }
        if kind not in makers:
            raise ValueError(f"Notation de colonne inconnue : {kind!r} (voir demo/samples/tables.py)")
        return makers[kind]()

    def _month(self, ago: int) -> str:
        months = self.reference.year * 12 + self.reference.month - 1 - ago
        return f"{months // 12}-{months % 12 + 1:02d}"
