"""The nine criteria of data.gouv.fr's quality score, for what it would keep of a dataset."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ckanext.archipel.rdf.coverage import covers_surface, territories
from ckanext.archipel.rdf.fields import field
from ckanext.archipel.rdf.formats import file_type
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.themes import frequency_uri
from ckanext.archipel.rdf.values import as_dicts, iso_date

CLOSED = frozenset({"pdf", "doc", "docx", "word", "xls", "excel", "xlsx"})
DAYS: Mapping[str, int] = {
    "DAILY_2": 1,
    "DAILY": 1,
    "WEEKLY_3": 3,
    "WEEKLY_2": 4,
    "WEEKLY": 7,
    "BIWEEKLY": 14,
    "MONTHLY_2": 15,
    "MONTHLY": 31,
    "BIMONTHLY": 62,
    "QUARTERLY": 92,
    "ANNUAL_3": 122,
    "ANNUAL_2": 183,
    "ANNUAL": 366,
    "BIENNIAL": 731,
    "TRIENNIAL": 1096,
}


@dataclass(frozen=True)
class Score:
    """The criteria met, by name; the availability of files is known to data.gouv.fr only, and counts as met."""

    criteria: Mapping[str, bool]

    @property
    def points(self) -> int:
        """Return how many of the nine criteria are met."""
        return sum(self.criteria.values())


def score(dataset: dict[str, Any], today: date) -> Score:
    """Return the score of a dataset as data.gouv.fr computes it."""
    resources = dataset.get("resources") or []
    frequency = str(frequency_uri(field(dataset, "frequency")) or "").rsplit("/", 1)[-1]
    legacy = as_dicts({"start": field(dataset, "temporal_start"), "end": field(dataset, "temporal_end")})
    periods = as_dicts(field(dataset, "temporal_coverage")) or legacy
    formats = [
        str(term.id if (term := file_type(r.get("format"))) else r.get("format") or "").lower() for r in resources
    ]
    return Score(
        {
            "licence": of_dataset(dataset).dataset is not None,
            "période": any(iso_date(p.get(key)) for p in periods for key in ("start", "end")),
            "territoire": covers_surface(dataset) or bool(territories(dataset)),
            "fréquence": frequency not in ("", "UNKNOWN"),
            "à jour": _up_to_date(dataset, frequency, today),
            "description": len(str(dataset.get("notes") or "")) > 100,
            "format ouvert": any(name and name not in CLOSED for name in formats),
            "fichiers disponibles": bool(resources),
            "fichiers documentés": any(
                r.get("description") or r.get("resource_type") == "documentation" for r in resources
            ),
        }
    )


def _up_to_date(dataset: dict[str, Any], frequency: str, today: date) -> bool:
    if frequency in ("", "UNKNOWN"):
        return False
    if frequency not in DAYS:
        return True
    written = iso_date(field(dataset, "modified")) or iso_date(dataset.get("metadata_modified"))
    return written is not None and today <= date.fromisoformat(written[:10]) + timedelta(days=DAYS[frequency] + 1)
