"""The one list of what is missing: both metrics merged by remedy, the most useful first. Free of CKAN."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from ckanext.archipel.quality.criterion import File, Metric

Level = Literal["dataset", "resource"]


@dataclass(frozen=True)
class Words:
    """A remedy in one language: its name, what to do, why it matters."""

    label: str
    advice: str
    why: str


@dataclass(frozen=True)
class Remedy:
    """What mends one or several criteria: a field, and the words that say what to put in it."""

    slug: str
    field: str
    level: Level
    fr: Words
    en: Words

    def words(self, language: str = "fr") -> Words:
        """Return the words in English for an English reader, in French for anybody else."""
        return self.en if language.startswith("en") else self.fr


@dataclass(frozen=True)
class Missing:
    """A remedy worth applying, the files it is about, and its gain: per cents of each metric, added up."""

    remedy: Remedy
    gain: float
    files: tuple[File, ...] = ()


@cache
def remedies() -> dict[str, Remedy]:
    """Return the remedies by slug, in the order of their file."""
    entries = yaml.safe_load((Path(__file__).parent / "remedies.yaml").read_text(encoding="utf-8"))
    return {
        entry["slug"]: Remedy(entry["slug"], entry["field"], entry["level"], Words(**entry["fr"]), Words(**entry["en"]))
        for entry in entries
    }


def missing(metrics: Iterable[Metric]) -> list[Missing]:
    """List what would earn points, each remedy once, by decreasing gain."""
    gains: dict[str, float] = {}
    files: dict[str, dict[File, None]] = {}
    for metric in metrics:
        for result in metric.results:
            lost = result.max - result.points
            if lost and result.remedy:
                gains[result.remedy] = gains.get(result.remedy, 0) + 100 * lost / metric.max
                files.setdefault(result.remedy, {}).update(dict.fromkeys(result.files))
    known = remedies()
    found = [Missing(known[slug], round(gain, 1), tuple(files[slug])) for slug, gain in gains.items()]
    return sorted(found, key=lambda item: -item.gain)
