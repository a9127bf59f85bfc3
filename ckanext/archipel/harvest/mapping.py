"""From a dataset as the RDF profile read it to one that the portal's schema accepts. Free of CKAN."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.archipel.dataset import fields
from ckanext.archipel.dataset.measures import normalise_duration, normalise_metres, normalise_reference_system
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.harvest.boxes import light_geojson
from ckanext.archipel.harvest.html_text import to_text
from ckanext.archipel.harvest.mapping_resources import resources
from ckanext.archipel.harvest.state_network import marked_notes
from ckanext.archipel.harvest.values import Warnings, as_list, line, paragraphs, web_address

Check = Callable[[str], str | None]

MAX_VERSION = 100
GEOMETRIES = ("geom", "bbox", "centroid")
SINGLES: dict[str, Check] = {
    "frequency": fields.normalise_frequency,
    "access_rights": lambda text: fields.normalise_term("access_right", text) or web_address(text),
    "access_limitation": lambda text: fields.normalise_term("access_limitation", text),
    "dcat_type": lambda text: fields.normalise_term("dataset_type", text) or web_address(text),
    "spatial_resolution_in_meters": normalise_metres,
    "temporal_resolution": normalise_duration,
    "issued": fields.normalise_date,
    "modified": fields.normalise_date,
    "url": web_address,
    "identifier": line,
    "version": lambda text: line(text)[:MAX_VERSION],
    "version_notes": paragraphs,
    "provenance": paragraphs,
}
LISTS: dict[str, Check] = {
    "theme": web_address,
    "conforms_to": web_address,
    "hvd_category": lambda text: fields.normalise_term("hvd_category", text),
    "language": fields.normalise_language,
    "territory": fields.normalise_territory,
    "lab_theme": lambda text: fields.normalise_term("lab_themes", text),
    "topic_category": lambda text: fields.normalise_term("topic_category", text),
    "reference_system": normalise_reference_system,
    **dict.fromkeys(("documentation", "applicable_legislation"), web_address),
    **dict.fromkeys(("has_version", "in_series", "is_referenced_by"), web_address),
}


@dataclass(frozen=True)
class Mapped:
    """A dataset ready to be written, and what had to be left out of it, in French."""

    dataset: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


def map_dataset(values: Mapping[str, Any]) -> Mapped:
    """Keep of a dataset what the schema accepts; the same values always give the same dataset."""
    raw = _with_extras(values)
    warnings = Warnings()
    dataset: dict[str, Any] = {
        "title": line(str(raw.get("title") or "")).encode()[:2000].decode(errors="ignore").strip(),
        "notes": to_text(paragraphs(str(raw.get("notes") or ""))),
        "tags": [{"name": keyword} for keyword in _keywords(raw.get("tags"))],
        "resources": resources(as_dicts(raw.get("resources")), warnings),
        **_singles(raw, warnings),
        **_lists(raw, warnings),
        **_licence(raw),
    }
    repeating = {
        "publisher": _people(raw.get("publisher"), ("name", "email", "url", "identifier"))[:1],
        "contact": _people(raw.get("contact"), ("name", "email", "url")),
        "temporal_coverage": _periods(raw.get("temporal_coverage"), warnings),
        "spatial_coverage": _places(raw.get("spatial_coverage"), warnings),
    }
    dataset.update({key: value for key, value in repeating.items() if value})
    dataset["notes"] = marked_notes(dataset)
    territory = _territories(dataset)
    if territory:
        dataset["territory"] = territory
    return Mapped(dataset, list(warnings))


def fingerprint(dataset: Mapping[str, Any]) -> str:
    """Return a text that changes whenever the mapped dataset does."""
    return hashlib.sha256(json.dumps(dataset, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _with_extras(values: Mapping[str, Any]) -> dict[str, Any]:
    """Put the profile's extras, where it leaves what is no field, beside the fields."""
    extras = {extra["key"]: extra["value"] for extra in as_dicts(values.get("extras")) if "value" in extra}
    return {**extras, **values}


def _keywords(tags: object) -> list[str]:
    names = [str(tag.get("name") or "") for tag in as_dicts(tags)]
    return sorted({keyword for name in names for keyword in fields.split_keywords(name)})


def _singles(raw: Mapping[str, Any], warnings: Warnings) -> dict[str, str]:
    kept = (
        (key, warnings.keep(key, text, check)) for key, check in SINGLES.items() for text in as_list(raw.get(key))[:1]
    )
    return {key: value for key, value in kept if value}


def _lists(raw: Mapping[str, Any], warnings: Warnings) -> dict[str, list[str]]:
    kept = {
        key: sorted({value for text in as_list(raw.get(key)) if (value := warnings.keep(key, text, check))})
        for key, check in LISTS.items()
    }
    return {key: values for key, values in kept.items() if values}


def _licence(raw: Mapping[str, Any]) -> dict[str, str]:
    """Recognise the licence in whatever the source wrote of it, and keep what it wrote."""
    written = [text for text in str(raw.get("harvest_licence") or "").splitlines() if text.strip()]
    of_files = (str(file.get(key) or "") for file in as_dicts(raw.get("resources")) for key in ("license", "rights"))
    texts = list(dict.fromkeys([*written, *sorted(text for text in of_files if text)]))
    found = fields.match_licence([*texts, str(raw.get("license_id") or "")])
    licence = {"license_id": found or "notspecified"}
    if texts:
        licence["harvest_licence"] = paragraphs("\n".join(texts))
    return licence


def _people(people: object, keys: Iterable[str]) -> list[dict[str, str]]:
    """Keep who is named or can be reached; an address that is none is left out rather than refused."""
    checks: dict[str, Check] = {"url": web_address}
    found = [
        {key: value for key in keys if (value := checks.get(key, line)(str(person.get(key) or "")))}
        for person in as_dicts(people)
    ]
    return _each_once(person for person in found if person.keys() - {"identifier"})


def _periods(periods: object, warnings: Warnings) -> list[dict[str, str]]:
    found = []
    for period in as_dicts(periods):
        ends = {
            key: value
            for key in ("start", "end")
            if (value := warnings.keep(f"temporal_coverage.{key}", str(period.get(key) or ""), fields.normalise_date))
        }
        found.append(ends)
    return _each_once(found)


def _places(places: object, warnings: Warnings) -> list[dict[str, str]]:
    checks: dict[str, Check] = {"uri": web_address, "text": line, **dict.fromkeys(GEOMETRIES, light_geojson)}
    found = []
    for place in as_dicts(places):
        texts = {key: _place_text(place.get(key)) for key in checks}
        kept = {key: warnings.keep(f"spatial_coverage.{key}", text, checks[key]) for key, text in texts.items()}
        found.append({key: value for key, value in kept.items() if value})
    return _each_once(found)


def _place_text(value: object) -> str:
    return json.dumps(value) if isinstance(value, dict) else str(value or "")


def _territories(dataset: Mapping[str, Any]) -> list[str]:
    """Add the territories that the places of a dataset are."""
    places = dataset.get("spatial_coverage", [])
    texts = [place[key] for place in places for key in ("uri", "text") if key in place]
    known = {zone for text in texts if (zone := fields.normalise_territory(text))}
    return sorted({*dataset.get("territory", []), *known})


def _each_once(entries: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Order entries by their content, as RDF keeps no order, and drop doubles and empty ones."""
    return [dict(entry) for entry in sorted({tuple(sorted(entry.items())) for entry in entries if entry})]
