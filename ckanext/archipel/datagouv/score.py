"""The nine criteria of data.gouv.fr's quality score, for what it would keep of a dataset."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.coverage import covers_surface, territories
from ckanext.archipel.rdf.fields import field
from ckanext.archipel.rdf.formats import file_type
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.themes import frequency_uri
from ckanext.archipel.rdf.values import iso_date

CLOSED = frozenset({"pdf", "doc", "docx", "word", "xls", "excel", "xlsx"})
EUROPEAN_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
# Days that data.gouv.fr lets pass between two updates (udata, `UpdateFrequency`); it expects none of the others.
DAYS: Mapping[str, int] = {
    **dict.fromkeys(("1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "HOURLY", "BIHOURLY", "TRIHOURLY", "12HRS"), 0),
    **dict.fromkeys(("CONT", "DAILY_3", "DAILY_2", "DAILY"), 1),
    **dict.fromkeys(("WEEKLY_5", "WEEKLY_3", "WEEKLY_2", "WEEKLY"), 7),
    "BIWEEKLY": 14,
    **dict.fromkeys(("MONTHLY_3", "MONTHLY_2", "MONTHLY"), 31),
    "BIMONTHLY": 62,
    "QUARTERLY": 93,
    **dict.fromkeys(("ANNUAL_3", "ANNUAL_2", "ANNUAL"), 365),
    "BIENNIAL": 730,
    "TRIENNIAL": 1095,
    "QUADRENNIAL": 1460,
    "QUINQUENNIAL": 1825,
    "DECENNIAL": 3650,
    "BIDECENNIAL": 7300,
    "TRIDECENNIAL": 10950,
}


@dataclass(frozen=True)
class Score:
    """The criteria met, by name; a file whose address nobody has checked counts as available."""

    criteria: Mapping[str, bool]

    @property
    def points(self) -> int:
        """Return how many of the nine criteria are met."""
        return sum(self.criteria.values())


def score(dataset: dict[str, Any], today: date, answers: Mapping[str, bool] | None = None) -> Score:
    """Return the score of a dataset as data.gouv.fr computes it; `answers` tells which addresses answered."""
    resources = dataset.get("resources") or []
    frequency = frequency_code(dataset)
    legacy = as_dicts({"start": field(dataset, "temporal_start"), "end": field(dataset, "temporal_end")})
    periods = as_dicts(field(dataset, "temporal_coverage")) or legacy
    limit, known = fresh_until(dataset, today), answers or {}
    return Score(
        {
            "licence": of_dataset(dataset).dataset is not None,
            "période": any(iso_date(p.get(key)) for p in periods for key in ("start", "end")),
            "territoire": covers_surface(dataset) or bool(territories(dataset)),
            "fréquence": frequency not in ("", "UNKNOWN"),
            "à jour": frequency not in ("", "UNKNOWN") and (limit is None or today <= limit),
            "description": len(str(dataset.get("notes") or "")) > 100,
            "format ouvert": any(_is_open(resource) for resource in resources),
            "fichiers disponibles": bool(resources) and all(known.get(str(r.get("url")), True) for r in resources),
            "fichiers documentés": any(
                r.get("description") or r.get("resource_type") == "documentation" for r in resources
            ),
        }
    )


def frequency_code(dataset: dict[str, Any]) -> str:
    """Return the European code of a dataset's update frequency, empty when data.gouv.fr would not know it."""
    uri = str(frequency_uri(field(dataset, "frequency")) or "")
    return uri.removeprefix(EUROPEAN_FREQUENCY) if uri.startswith(EUROPEAN_FREQUENCY) else ""


def fresh_until(dataset: dict[str, Any], today: date) -> date | None:
    """Return the last day on which a dataset is up to date, nothing when its frequency promises no date."""
    days = DAYS.get(frequency_code(dataset))
    if days is None:
        return None
    # As data.gouv.fr does, a date to come is set aside.
    stated = (iso_date(field(dataset, "modified")), iso_date(dataset.get("metadata_modified")))
    dates = [date.fromisoformat(written[:10]) for written in stated if written]
    written = next((day for day in dates if day <= today), date.min)
    return written + timedelta(days=days) if written <= date.max - timedelta(days=days) else date.max


def _is_open(resource: dict[str, Any]) -> bool:
    term = file_type(resource.get("format"))
    name = str(term.id if term else resource.get("format") or "").lower()
    return bool(name) and name not in CLOSED
