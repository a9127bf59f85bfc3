"""The nine criteria of data.gouv.fr's quality score, for what it would keep of a dataset."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from ckanext.archipel.datagouv import kept
from ckanext.archipel.datagouv.files import KeptFile, kept_files
from ckanext.archipel.datagouv.frequencies import frequency_of
from ckanext.archipel.datagouv.words import kept_date, kept_text
from ckanext.archipel.rdf.fields import field

CLOSED = frozenset({"pdf", "doc", "docx", "word", "xls", "excel", "xlsx"})
MARKUP = re.compile(r"<[^>]*>")
DESCRIPTION_LENGTH = 100


@dataclass(frozen=True)
class Score:
    """The criteria met, by name; a file whose address nobody has checked counts as available."""

    criteria: Mapping[str, bool]

    @property
    def points(self) -> int:
        """Return how many of the nine criteria are met."""
        return sum(self.criteria.values())


def score(exported: dict[str, Any], today: date, answers: Mapping[str, bool] | None = None) -> Score:
    """Return the score of a dataset prepared for the export; `answers` tells which addresses answered."""
    files = kept_files(exported, _end(today))
    known = answers or {}
    limit = fresh_until(exported, today)
    return Score(
        {
            "licence": _counts_licence(exported, files),
            "période": kept.period(exported) is not None,
            "territoire": kept.has_surface(exported),
            "fréquence": kept.has_frequency(exported),
            "à jour": kept.has_frequency(exported) and (limit is None or today <= limit),
            "description": _length(exported.get("notes")) > DESCRIPTION_LENGTH,
            "format ouvert": any(file.format and file.format not in CLOSED for file in files),
            "fichiers disponibles": bool(files)
            and all(known.get(str(file.get("url")), True) for file in exported.get("resources") or []),
            "fichiers documentés": any(file.description != "" for file in files),
        }
    )


def _counts_licence(exported: dict[str, Any], files: Collection[KeptFile]) -> bool:
    # One that data.gouv.fr does not recognise is « non spécifiée », and counts all the same. That of a dataset whose
    # access is restricted is removed after it was counted, unless the dataset is saved again, with its API.
    return not kept.is_restricted(exported, files) or kept.table_service(exported) is None


def fresh_until(exported: dict[str, Any], today: date) -> date | None:
    """Return the last day on which a dataset is up to date, nothing when its frequency promises no date."""
    frequency = frequency_of(field(exported, "frequency"))
    if frequency is None or frequency.minutes is None:
        return None
    updated, wait = _last_update(exported, today), timedelta(minutes=frequency.minutes)
    return (updated + wait).date() if updated <= datetime.max - wait else date.max


def _last_update(exported: dict[str, Any], today: date) -> datetime:
    """Return when the data were last updated: as the dataset says, or else its files, or else today."""
    stated = kept_date(exported.get("modified"), not_after=_end(today))
    return datetime.fromisoformat(stated or _latest(kept_files(exported, _end(today))) or today.isoformat())


def _latest(files: Collection[KeptFile]) -> str | None:
    dates = [file.modified for file in files]
    return max((each for each in dates if each), default=None) if all(dates) else None


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, timezone.utc)


def _length(description: object) -> int:
    text = kept_text(description)
    return len(text) if text is not None else len(" ".join(MARKUP.sub("", str(description)).split()))
