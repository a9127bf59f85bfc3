"""Dublin Core records of a CSW, what it answers when it knows no ISO. Free of CKAN."""

import re
from typing import Any

from lxml import etree

from ckanext.archipel.harvest.boxes import bbox_geojson
from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.kinds.links import Link, documentation, resources
from ckanext.archipel.rdf.reading import access_right

NAMES = {"Record", "SummaryRecord", "BriefRecord"}
NOT_DATASETS = {"map", "staticmap", "interactivemap", "application", "software", "featurecatalog", "document"}
SIDES = ("west", "south", "east", "north")
COVERAGE = re.compile(r"\b(north|south|east|west)\s+(-?\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def is_record(element: etree._Element) -> bool:
    """Tell whether an element is a Dublin Core record."""
    return etree.QName(element).localname in NAMES


def is_dataset(element: etree._Element) -> bool:
    """Tell whether a record is that of data or of a service."""
    return _first(element, "type").lower() not in NOT_DATASETS


def record(element: etree._Element) -> RemoteRecord:
    """Return the remote record of an element."""
    identifier = _first(element, "identifier")
    problem = "" if _first(element, "title") else "La notice n'a pas de titre (dc:title)."
    alternates = with_lasting_names(_all(element, "identifier"), identifier)
    return RemoteRecord(identifier, alternates=alternates, payload=element, problem=problem)


def values(element: etree._Element) -> dict[str, Any]:
    """Return the values that the mapping knows."""
    rights = _all(element, "rights")
    licences = [text for text in rights if access_right([text]) is None and text.lower() != "license"]
    found = {
        "title": _first(element, "title"),
        "notes": _first(element, "abstract") or _first(element, "description"),
        "identifier": _first(element, "identifier"),
        "tags": [{"name": subject} for subject in _all(element, "subject")],
        "harvest_licence": "\n".join(licences),
        "access_rights": access_right(rights),
        "publisher": [{"name": name} for name in _all(element, "publisher")[:1] if not name.isdecimal()],
        "frequency": _first(element, "accrualPeriodicity"),
        "issued": _first(element, "issued") or _first(element, "created"),
        "modified": _first(element, "modified") or _first(element, "date"),
        "language": _all(element, "language"),
        "provenance": _first(element, "source"),
        "in_series": _all(element, "isPartOf"),
        "spatial_coverage": _places(element),
        "resources": resources(_links(element), _all(element, "format")),
        "documentation": documentation(_links(element)),
    }
    return {key: value for key, value in found.items() if value}


def _links(element: etree._Element) -> list[Link]:
    named = [
        Link(_text(link), link.get("protocol") or "", link.get("name") or "", link.get("description") or "")
        for link in element.iterfind("{*}URI")
    ]
    return named or [
        Link(text) for text in _all(element, "relation") + _all(element, "references") if _is_address(text)
    ]


def _places(element: etree._Element) -> list[dict[str, str]]:
    for box in element.iterfind("{*}BoundingBox"):
        corners = [_first(box, name).split() for name in ("LowerCorner", "UpperCorner")]
        if all(len(corner) == 2 for corner in corners):
            shape = bbox_geojson([*corners[0], *corners[1]])
            return [{"bbox": shape}] if shape else []
    sides = {side.lower(): number for side, number in COVERAGE.findall(_first(element, "coverage"))}
    shape = bbox_geojson([sides[side] for side in SIDES]) if len(sides) == len(SIDES) else ""
    return [{"bbox": shape}] if shape else []


def _is_address(text: str) -> bool:
    return ADDRESS.fullmatch(text) is not None


def _first(element: etree._Element, name: str) -> str:
    return next(iter(_all(element, name)), "")


def _all(element: etree._Element, name: str) -> list[str]:
    return [text for child in element.iterfind(f"{{*}}{name}") if (text := _text(child))]


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
