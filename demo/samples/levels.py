"""Four levels of care that an agent may have given to a dataset, from complete to poor."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Level:
    """What a dataset of this level has and lacks."""

    name: str
    weight: int
    fresh: bool
    described: bool
    temporal: bool
    frequency: bool
    contact: bool
    keywords: int


LEVELS = (
    Level("complet", 40, fresh=True, described=True, temporal=True, frequency=True, contact=True, keywords=6),
    Level("bon", 28, fresh=True, described=True, temporal=False, frequency=True, contact=True, keywords=5),
    Level("moyen", 20, fresh=False, described=False, temporal=False, frequency=True, contact=True, keywords=3),
    Level("faible", 12, fresh=False, described=False, temporal=False, frequency=False, contact=False, keywords=1),
)


def draw(rng: Random) -> Level:
    """A level, the better ones more often."""
    return rng.choices(LEVELS, weights=[level.weight for level in LEVELS])[0]


PERIODS = {
    "UPDATE_CONT": 1,
    "DAILY": 1,
    "WEEKLY": 7,
    "MONTHLY": 31,
    "QUARTERLY": 92,
    "ANNUAL_2": 183,
    "ANNUAL": 365,
    "BIENNIAL": 730,
    "IRREG": 400,
}
"""Days between two updates, by EU frequency code."""


def age_of(level: Level, frequency: str, rng: Random) -> int:
    """Days since the last update: within the announced period, or well past it."""
    period = PERIODS[frequency]
    if level.fresh:
        return rng.randint(0, max(period * 8 // 10, 1) - 1)
    return min(max(period * rng.randint(3, 8), 500), 2500)
