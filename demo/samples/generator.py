"""Assembles the sample datasets: families × territories, the same ones for the same reference day."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.samples.files import SampleFile
from demo.samples.levels import Level, age_of, draw
from demo.samples.resources import resources
from demo.samples.sources import Place, families, load, organisations, places
from demo.samples.tables import Row, RowMaker

Dict = dict[str, Any]

NAMESPACE = uuid.UUID("7d1c3c0e-5a0d-5b3e-9d5e-0a2c8f1b6e44")
EU = "http://publications.europa.eu/resource/authority"


@dataclass(frozen=True)
class Sample:
    """A dataset as `package_create` takes it, and the files and the tables that fill its resources, by id."""

    dataset: Dict
    files: dict[str, SampleFile]
    tables: dict[str, list[Row]]
    level: str


def slug(text: str) -> str:
    """`text` as a CKAN name: ASCII, lower case, at most 90 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "-")).strip("-")[:90].rstrip("-")


def stable_id(*parts: str) -> str:
    """An identifier that the same parts always give."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def samples(reference: date) -> Iterator[Sample]:
    """Every sample dataset, as it would stand on the day `reference`."""
    for family in families():
        for place in places_of(family):
            yield _sample(family, place, reference)


def places_of(family: Dict) -> list[Place]:
    """The territories a family is published for: a kind's (`departement`…) or the named ones."""
    where = family["where"]
    if isinstance(where, str):
        return [place for place in places() if place.of_kind(where)]
    return [place for place in places() if place.key in where]


def _sample(family: Dict, place: Place, reference: date) -> Sample:
    rng = Random(f"{family['key']}/{place.key}")  # noqa: S311 - repeatable, not secret
    level = draw(rng)
    title = family["title"].format(**place.words)
    role = str(family["owner"])
    owner = place.publishers.get(role, role)
    identifier = stable_id(family["key"], place.key)
    dataset: Dict = {
        "id": identifier,
        "type": "dataset",
        "name": slug(f"{family['key']} {place.key}"),
        "title": title,
        "notes": _notes(family, place, level, rng),
        "owner_org": owner,
        "lab_theme": [family["theme"]] if isinstance(family["theme"], str) else family["theme"],
        "territory": [place.id],
        "license_id": family.get("licence", "lov2"),
        "language": [f"{EU}/language/FRA"],
        "access_rights": f"{EU}/access-right/PUBLIC",
        "tags": [{"name": word} for word in _keywords(family, place, level)],
    }
    dataset |= _dates(family, level, rng, reference) | _people(owner, level)
    if "hvd" in family and level.described:
        dataset["hvd_category"] = [f"http://data.europa.eu/bna/{family['hvd']}"]
    rows = RowMaker(place.communes, rng, reference).rows(family["columns"], family.get("rows", 60))
    dataset["resources"], files = resources(family, dataset, rows, level)
    tables = {key: rows for key, file in files.items() if file.mimetype == "text/csv"}
    return Sample(dataset, files, tables, level.name)


def _notes(family: Dict, place: Place, level: Level, rng: Random) -> str:
    text = family["notes"].strip().format(**place.words)
    if level.name == "faible":
        return text.split(". ")[0].rstrip(".")[:95] + "."
    phrases = load("phrases.yaml")
    kinds = ("origin", "limits", "reuse") if level.name == "complet" else ("origin",)
    return "\n\n".join([text, *(rng.choice(phrases[kind]) for kind in kinds)])


def _keywords(family: Dict, place: Place, level: Level) -> list[str]:
    words = [*family["keywords"], place.name.lower()]
    return list(dict.fromkeys(words[: level.keywords]))


def _dates(family: Dict, level: Level, rng: Random, reference: date) -> Dict:
    modified = reference - timedelta(days=age_of(level, family["frequency"], rng))
    issued = modified - timedelta(days=rng.randint(200, 2500))
    dates: Dict = {"issued": issued.isoformat(), "modified": modified.isoformat()}
    if level.frequency:
        dates["frequency"] = f"{EU}/frequency/{family['frequency']}"
    if level.temporal:
        start = date(modified.year - rng.randint(1, 6), 1, 1)
        dates["temporal_coverage"] = [{"start": start.isoformat(), "end": modified.isoformat()}]
    return dates


def _people(owner: str, level: Level) -> Dict:
    title = next(entry["title"] for entry in organisations() if entry["name"] == owner)
    site = f"{owner}.example.org"
    people: Dict = {"publisher": [{"name": title, "email": f"contact@{site}", "url": f"https://www.{site}"}]}
    if level.contact:
        people["contact"] = [{"name": f"{title} – pôle données", "email": f"donnees@{site}"}]
    return people
