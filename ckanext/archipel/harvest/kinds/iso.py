"""Records in ISO 19139 and ISO 19115-3, read by the names they share whatever the namespace. Free of CKAN."""

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.kinds.iso_parts import constraints, dates, extent, keywords
from ckanext.archipel.harvest.kinds.iso_people import contacts, institutions, publishers
from ckanext.archipel.harvest.kinds.iso_text import code, code_of, first, found, reference, text, texts
from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.kinds.links import Link, documentation, resources
from ckanext.archipel.harvest.people import INSTITUTIONS

DATA = {"", "dataset", "series", "nonGeographicDataset", "service", "tile"}
NOT_DATA = "Notice d'une carte, d'un catalogue d'attributs ou d'autre chose que des données"
LINKS = "distributionInfo//onLine/CI_OnlineResource"
ROOTS = (
    "http://www.isotc211.org/2005/gmd",
    "http://standards.iso.org/iso/19115/-3/mdb/",
)
EPSG = re.compile(r"\bEPSG:\d{4,6}\b")


def is_record(element: etree._Element) -> bool:
    """Tell whether an element is the root of a record."""
    name = etree.QName(element)
    return name.localname in {"MD_Metadata", "MI_Metadata"} and (
        not name.namespace or name.namespace.startswith((*ROOTS, "http://www.isotc211.org/2005/gmi"))
    )


def is_dataset(element: etree._Element) -> bool:
    """Tell whether a record is that of data or of a service, rather than of a map or a feature catalogue."""
    return _scope(element) in DATA


def record(element: etree._Element) -> RemoteRecord:
    """Return the remote record of an element."""
    identifier = first(element, "fileIdentifier", "metadataIdentifier/MD_Identifier/code")
    alternates = {
        f"{space}{value}"
        for entry in found(element, "identificationInfo/*/citation/CI_Citation/identifier/*")
        if (value := first(entry, "code"))
        for space in {"", first(entry, "codeSpace")}
    }
    problem = "" if first(element, "identificationInfo/*/citation/CI_Citation/title") else "La notice n'a pas de titre."
    others = with_lasting_names(alternates, identifier)
    return RemoteRecord(identifier, alternates=others, payload=element, problem=problem)


def values(element: etree._Element) -> dict[str, Any]:
    """Return the values that the mapping knows."""
    about = next(found(element, "identificationInfo/*"), element)
    identifier = first(element, "fileIdentifier", "metadataIdentifier/MD_Identifier/code")
    links = [_link(link) for link in found(element, LINKS)] or [_operation(link) for link in _operations(about)]
    described = {
        "title": first(about, "citation/CI_Citation/title"),
        "notes": first(about, "abstract"),
        "identifier": identifier,
        "version": first(about, "citation/CI_Citation/edition"),
        "provenance": first(
            element, "dataQualityInfo/*/lineage/LI_Lineage/statement", "resourceLineage/LI_Lineage/statement"
        ),
        "publisher": publishers(element, about),
        "contact": contacts(element, about),
        INSTITUTIONS: institutions(element),
        "frequency": code_of(about, "resourceMaintenance/*/maintenanceAndUpdateFrequency"),
        "language": [code(language) for language in found(about, "language")]
        or texts(about, "defaultLocale//language"),
        "topic_category": texts(about, "topicCategory"),
        "reference_system": _reference_systems(element),
        "in_series": texts(element, "parentIdentifier")
        or texts(element, "parentMetadata/CI_Citation/identifier/*/code"),
        "spatial_resolution_in_meters": _resolution(about),
        "documentation": documentation(links),
        "resources": resources(links, texts(element, "distributionInfo//distributionFormat/MD_Format/name")),
        **keywords(about),
        **constraints(about),
        **dates(about),
        **extent(about),
    }
    return {key: value for key, value in described.items() if value}


def _scope(element: etree._Element) -> str:
    return code_of(element, "hierarchyLevel") or code_of(element, "metadataScope/*/resourceScope")


def _link(link: etree._Element) -> Link:
    return Link(*(first(link, path) for path in ("linkage", "protocol", "name", "description")))


def _operations(about: etree._Element) -> Iterable[etree._Element]:
    return found(about, "containsOperations/SV_OperationMetadata/connectPoint/CI_OnlineResource")


def _operation(link: etree._Element) -> Link:
    described = _link(link)
    return described if described.protocol else Link(described.url, "", described.name, described.description)


def _reference_systems(element: etree._Element) -> list[str]:
    systems = found(element, "referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/*/code")
    return [reference_system(reference(system) or text(system)) for system in systems]


def reference_system(words: str) -> str:
    """Return the code that is somewhere among the words that name a reference system, or else the words."""
    match = EPSG.search(words)
    return match[0] if match else words


def _resolution(about: etree._Element) -> str:
    for distance in found(about, "spatialResolution/MD_Resolution/distance/*"):
        unit = (distance.get("uom") or "m").rpartition("#")[2].lower()
        if unit in {"m", "km", "cm", "metre", "meter"}:
            return f"{text(distance)} {unit}"
    return ""
