"""What every kind of catalogue does with the values it read: one mapping, then what the source's settings say."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.archipel import territory
from ckanext.archipel.harvest.boxes import around
from ckanext.archipel.harvest.kinds.kind import SourceSettings
from ckanext.archipel.harvest.mapping import Mapped, map_dataset
from ckanext.archipel.harvest.mojibake import repaired
from ckanext.archipel.harvest.people import INSTITUTIONS, institutions, is_personal_mailbox, without_persons
from ckanext.archipel.territory import Box
from ckanext.archipel.vocabulary import fold

NO_LICENCE = "notspecified"
PERSON_LEFT_OUT = "Contact : un nom ou une adresse de personne n'a pas été repris (réglage de la source)."
COMMUNE_CODE = re.compile(r"\bcommune\b[^.;]{0,80}\b([0-9]{5})\b", re.IGNORECASE)
FREE_USE = re.compile(r"\b(?:utilisation libre|libre reutilisation|reutilisation libre|open data|donnees? ouvertes?)\b")


def finish(values: Mapping[str, Any], source: SourceSettings) -> Mapped:
    """Return the dataset that the values of a record make, in a source set up this way."""
    read = repaired(dict(values))
    mapped = map_dataset(read)
    dataset, warnings = mapped.dataset, [*mapped.warnings]
    _licence(dataset, source.default_licence)
    _territory(dataset, source.default_territory)
    if not source.keep_personal_contacts:
        _people(dataset, read.get(INSTITUTIONS, []), warnings)
    return Mapped(dataset, warnings)


def _licence(dataset: dict[str, Any], default: str) -> None:
    """Suppose the source's licence where the record names none; one that is named, even unknown, is never replaced."""
    written = fold(dataset.get("harvest_licence", ""))
    if default and dataset["license_id"] == NO_LICENCE and (not written or FREE_USE.search(written)):
        dataset["license_id"] = default


def _territory(dataset: dict[str, Any], default: Sequence[str]) -> None:
    """Find the territory of a dataset that names none: a commune in its title, its box, else that of the source."""
    if dataset.get("territory"):
        return
    match = COMMUNE_CODE.search(dataset["title"])
    commune = territory.get(f"fr:commune:{match[1]}") if match else None
    found = [commune.id] if commune else _of_box(_box(dataset), default)
    if found:
        dataset["territory"] = found


def _of_box(box: Box | None, default: Sequence[str]) -> list[str]:
    around = [place for place in territory.territories() if box and place.bbox and _contains(place.bbox, box)]
    departements = [place.id for place in around if place.kind == "departement"]
    # Boxes of neighbours overlap: only one that is alone tells where a dataset is.
    if len(departements) == 1:
        return departements
    return [*default] or [place.id for place in around if place.kind == "region"]


def _contains(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _box(dataset: Mapping[str, Any]) -> Box | None:
    places = dataset.get("spatial_coverage", [])
    shapes = [json.loads(place[key])["coordinates"] for place in places for key in ("bbox", "geom") if key in place]
    return around(shapes) if shapes else None


def _people(dataset: dict[str, Any], vouched: Sequence[object], warnings: list[str]) -> None:
    """Leave persons out; whoever publishes the dataset here is told to the reader in their place."""
    names = institutions(vouched, dataset)
    publishers = [entry for entry in dataset.get("publisher", []) if not entry.get("name") or entry["name"] in names]
    kept = {
        "publisher": [without_persons(entry, names) for entry in publishers],
        "contact": [without_persons(entry, names) for entry in dataset.get("contact", [])],
    }
    for resource in dataset["resources"]:
        for service in resource.get("access_services", []):
            if is_personal_mailbox(service.get("contact_email", "")):
                service.pop("contact_email")
                service.pop("contact_name", None)
                warnings.append(PERSON_LEFT_OUT)
    for key, entries in kept.items():
        if entries != dataset.get(key, []):
            warnings.append(PERSON_LEFT_OUT)
            dataset[key] = [entry for entry in entries if entry]
            if not dataset[key]:
                del dataset[key]
