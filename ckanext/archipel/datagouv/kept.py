"""What data.gouv.fr would store of a dataset, field by field. Reads what is exported, free of CKAN."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

from ckanext.archipel.datagouv.files import KeptFile, kept_files
from ckanext.archipel.datagouv.frequencies import UNKNOWN, frequency_of
from ckanext.archipel.datagouv.licences import guess, slug
from ckanext.archipel.datagouv.restrictions import is_reason
from ckanext.archipel.datagouv.words import kept_date, kept_line, kept_text, kept_url
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.access import limitations
from ckanext.archipel.rdf.coverage import SHAPES, covers_surface, territories
from ckanext.archipel.rdf.fields import Dataset
from ckanext.archipel.rdf.fields import field as value_of
from ckanext.archipel.rdf.geometry import geojson
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.people import contact_of, has_contact
from ckanext.archipel.rdf.prepare import prepared
from ckanext.archipel.rdf.services import TABLE_API, has_table, table_title
from ckanext.archipel.rdf.themes import hvd_categories
from ckanext.archipel.rdf.values import as_list
from ckanext.archipel.territory.geometry import geometry
from ckanext.archipel.vocabulary import vocabulary

SHORTEST_KEYWORD, LONGEST_KEYWORD = 3, 96
LONGEST_NAME = 255
OPEN, RESTRICTED = "open", "restricted"
INSPIRE_THEME = "http://inspire.ec.europa.eu/theme"
HIGH_VALUE = {
    "http://data.europa.eu/bna/c_164e0bf5": "meteorologiques",
    "http://data.europa.eu/bna/c_a9135398": "entreprises-et-propriete-dentreprises",
    "http://data.europa.eu/bna/c_ac64a52d": "geospatiales",
    "http://data.europa.eu/bna/c_b79e35eb": "mobilite",
    "http://data.europa.eu/bna/c_dd313021": "observation-de-la-terre-et-environnement",
    "http://data.europa.eu/bna/c_e1da4e07": "statistiques",
}
OLDER_CONTACTS = (
    ("contact_name", "maintainer", "author"),
    ("contact_email", "maintainer_email", "author_email"),
)
Person = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True)
class Kept:
    """A dataset on data.gouv.fr; no description when its HTML is rewritten, one of `schemas` when there are several."""

    title: str
    description: str | None
    tags: tuple[str, ...]
    licence: str | None
    frequency: str | None
    period: tuple[str | None, str | None] | None
    polygons: int
    schemas: tuple[str, ...]
    people: tuple[Person, ...]
    issued: str | None
    modified: str | None
    address: str | None
    access: str = OPEN
    resolution: str | None = None
    provenance: str | None = None
    service: tuple[str, str] | None = None
    files: tuple[KeptFile, ...] = field(default_factory=tuple)


def kept(dataset: Dataset, hosts: Collection[str] = (), now: datetime | None = None) -> Kept:
    """Return what data.gouv.fr would store of a dataset of this portal; `hosts` are the portal's own."""
    return kept_of_exported(prepared(dataset, hosts), now)


def kept_of_exported(exported: Dataset, now: datetime | None = None) -> Kept:
    """Return what data.gouv.fr would store of a dataset already prepared for the export."""
    moment = (now or datetime.now(timezone.utc)).astimezone(timezone.utc)
    files = kept_files(exported, moment)
    return Kept(
        title=str(exported.get("title") or ""),
        description=kept_text(exported.get("notes")),
        tags=tuple(keywords(exported)),
        licence=licence(exported, files),
        frequency=frequency(exported),
        period=period(exported),
        polygons=polygons(exported),
        schemas=tuple(kept_url(uri) for uri in as_list(exported.get("conforms_to"))),
        people=tuple(people(exported)),
        issued=kept_date(exported.get("issued")),
        modified=kept_date(exported.get("modified"), not_after=moment),
        address=kept_url(exported["url"]) if exported.get("url") else None,
        access=RESTRICTED if is_restricted(exported, files) else OPEN,
        resolution=resolution(exported),
        provenance=kept_line(value_of(exported, "provenance")),
        service=table_service(exported),
        files=tuple(files),
    )


def keywords(exported: Dataset) -> list[str]:
    """Return the keywords, as data.gouv.fr spells them, and those it draws from the themes."""
    written = [slug(str(tag["name"])) for tag in exported.get("tags") or []]
    for theme in as_list(exported.get("theme")):
        written += ["hvd", HIGH_VALUE[theme]] if theme in HIGH_VALUE else []
        written += ["inspire"] if str(theme).startswith(INSPIRE_THEME) else []
        written += [] if theme in HIGH_VALUE else [slug(label) for label in theme_labels(str(theme))]
    return sorted({word[:LONGEST_KEYWORD] for word in written if len(word) >= SHORTEST_KEYWORD})


def theme_labels(uri: str) -> list[str]:
    """Return the French name that the export gives a theme of our lists: data.gouv.fr makes a keyword of it."""
    terms = (vocabulary(name).get(uri) for name in ("data_theme", "inspire_theme"))
    return [term.fr for term in terms if term]


def licence(exported: Dataset, files: Collection[KeptFile]) -> str | None:
    """Return the id of the licence, nothing when access is restricted: data.gouv.fr then shows none."""
    if is_restricted(exported, files):
        return None
    own = of_dataset(exported)
    written = [kept_url(own.dataset)] if own.dataset else [own.text] if own.text else []
    return guess([text for text in (*written, *rights(exported, files), *(file.licence for file in files)) if text])


def rights(exported: Dataset, files: Collection[KeptFile]) -> list[str]:
    """Return the rights of a dataset: its own, or else those that all its files state alike."""
    of_files = {file.rights for file in files}
    unanimous = [text for text in of_files if text] if len(of_files) == 1 else []
    return limitations(exported) or unanimous


def is_restricted(exported: Dataset, files: Collection[KeptFile]) -> bool:
    """Tell whether the dataset says why the public may not read it, in the words of INSPIRE."""
    return any(is_reason(text) for text in (exported.get("access_rights"), *rights(exported, files)))


def resolution(exported: Dataset) -> str | None:
    """Return the spatial resolution, a text there."""
    metres = as_list(exported.get("spatial_resolution_in_meters"))
    return f"{Decimal(str(metres[0]))} m" if metres else None


def table_service(exported: Dataset) -> tuple[str, str] | None:
    """Return the title and the path of the API that data.gouv.fr shows apart: that of the tables of the portal."""
    services = any(as_dicts(file.get("access_services")) for file in exported["resources"])
    if not hvd_categories(exported) or services or not has_table(exported):
        return None
    return table_title(exported), TABLE_API


def frequency(exported: Dataset) -> str | None:
    """Return data.gouv.fr's name of the update frequency."""
    known = frequency_of(value_of(exported, "frequency"))
    return known.id if known else None


def has_frequency(exported: Dataset) -> bool:
    """Tell whether data.gouv.fr will know how often the dataset is updated."""
    return frequency(exported) not in (None, UNKNOWN)


def period(exported: Dataset) -> tuple[str | None, str | None] | None:
    """Return the first and last day covered."""
    periods = as_dicts(exported.get("temporal_coverage"))
    if not periods:
        return None
    start, end = periods[0].get("start") or None, periods[0].get("end") or None
    return (end, start) if start and end and start > end else (start, end)


def polygons(exported: Dataset) -> int:
    """Count the surfaces kept of the places: all of them merged, each once."""
    shapes = [geojson(place.get(key)) for place in as_dicts(exported.get("spatial_coverage")) for key in SHAPES]
    found = [json.loads(shape) for shape in shapes if shape]
    if not covers_surface(exported):
        found += [shape for place in territories(exported) if (shape := geometry(place.id))]
    parts = (polygon for shape in found for polygon in _parts(shape))
    return len({json.dumps(_rounded(part)) for part in parts})


def has_surface(exported: Dataset) -> bool:
    """Tell whether data.gouv.fr will know where the dataset is."""
    return covers_surface(exported) or any(geometry(place.id) for place in territories(exported))


def _parts(shape: dict[str, Any]) -> list[Any]:
    coordinates = shape["coordinates"]
    return {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(shape["type"], [])


def _rounded(value: Any) -> Any:
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else round(float(value), 4)


def people(exported: Dataset) -> Iterator[Person]:
    """Yield the contacts, or else the organization, and the publisher: role, name, e-mail, page."""
    known = as_dicts(exported.get("organization"))
    fallback = contact_of(known[0]) if known and not has_contact(exported) else []
    for person in [*as_dicts(exported.get("contact")), *fallback]:
        yield from _reachable(person.get("name"), person.get("email"), person.get("url"))
    name, email = (next((value for key in keys if (value := value_of(exported, key))), None) for keys in OLDER_CONTACTS)
    yield from _reachable(name, email, None)
    yield from _publisher(exported)


def _reachable(name: object, email: object, page: object) -> Iterator[Person]:
    short = not name or len(str(name)) <= LONGEST_NAME
    if (email or page) and short:
        yield "contact", _or_none(name), _or_none(email), kept_url(page) if page else None


def _publisher(exported: Dataset) -> Iterator[Person]:
    entries = as_dicts(exported.get("publisher"))
    if not entries:
        older = {key: value_of(exported, f"publisher_{key}") for key in ("name", "email", "uri")}
        organization = [
            {"name": each.get("title"), "email": each.get("email")} for each in as_dicts(exported.get("organization"))
        ]
        entries = [older] if older["name"] or older["uri"] else organization
    for entry in entries[:1]:
        name, email = entry.get("name"), entry.get("email")
        if (name or email) and len(str(name or "")) <= LONGEST_NAME:
            yield "publisher", _or_none(name), _or_none(email), None


def _or_none(value: object) -> str | None:
    return str(value) if value else None
