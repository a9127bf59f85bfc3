"""From a record of GeoNetwork 3's search, whose fields are texts cut by bars, to the values that the mapping knows."""

from collections.abc import Mapping
from typing import Any

from ckanext.archipel.dataset.fields import normalise_term, normalise_territory
from ckanext.archipel.harvest.boxes import bbox_geojson
from ckanext.archipel.harvest.kinds.http_json import text
from ckanext.archipel.harvest.kinds.iso import reference_system
from ckanext.archipel.harvest.kinds.iso_parts import FAR_AWAY
from ckanext.archipel.harvest.kinds.links import Link, documentation, resources
from ckanext.archipel.harvest.kinds.reading import as_items
from ckanext.archipel.harvest.people import INSTITUTIONS, is_same_name
from ckanext.archipel.rdf.reading import access_right


def values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a record."""
    links = [_link(written) for written in _all(entry, "link")]
    keywords = _all(entry, "keyword")
    constraints = _all(entry, "legalConstraints") + _all(entry, "useLimitation")
    themes = {word: theme for word in keywords if (theme := normalise_term("inspire_theme", word))}
    zones = {word: zone for word in keywords if (zone := normalise_territory(word))}
    found = {
        "title": _first(entry, "title", "defaultTitle"),
        "notes": _first(entry, "abstract", "defaultAbstract"),
        "provenance": _first(entry, "lineage"),
        "tags": [{"name": word} for word in keywords if word not in themes and word not in zones],
        "theme": sorted(themes.values()),
        "territory": sorted(zones.values()),
        "topic_category": _all(entry, "topicCat"),
        "reference_system": [reference_system(words) for words in _all(entry, "crs")],
        "in_series": _all(entry, "parentId") or _all(entry, "parentUuid"),
        "harvest_licence": "\n".join(text for text in constraints if access_right([text]) is None),
        "access_rights": access_right(constraints),
        "language": _all(entry, "datasetLang") or _all(entry, "mdLanguage"),
        "issued": _first(entry, "publicationDate", "creationDate"),
        "modified": _first(entry, "revisionDate"),
        "spatial_coverage": _places(entry),
        "temporal_coverage": [_period(entry)],
        "resources": resources(links, _all(entry, "format")),
        "documentation": documentation(links),
        **_people(entry),
    }
    return {key: value for key, value in found.items() if value}


def _link(written: str) -> Link:
    name, description, url, protocol = (written.split("|") + [""] * 4)[:4]
    return Link(url, protocol, name, description)


def _people(entry: Mapping[str, Any]) -> dict[str, Any]:
    parties = [(written.split("|") + [""] * 6)[:6] for written in _all(entry, "responsibleParty")]
    of_data = [party for party in parties if party[1] == "resource"] or parties
    named = [{"name": party[2].strip(), "email": party[4].strip() if "@" in party[4] else ""} for party in of_data]
    sure = [party[2] for party in of_data if not is_same_name(party[2], party[5])]
    return {"publisher": named[:1], "contact": named[:1], INSTITUTIONS: sure}


def _places(entry: Mapping[str, Any]) -> list[dict[str, str]]:
    boxes = [bbox_geojson(written.split("|")) for written in _all(entry, "geoBox")]
    return [*({"bbox": box} for box in boxes if box), *({"text": name} for name in _all(entry, "geoDesc"))]


def _period(entry: Mapping[str, Any]) -> dict[str, str]:
    # The index keeps dates in lower case.
    start, end = (_first(entry, f"tempExtent{name}").upper() for name in ("Begin", "End"))
    return {"start": start, "end": "" if end[:4] >= FAR_AWAY else end}


def _first(entry: Mapping[str, Any], *names: str) -> str:
    return next((written for name in names for written in _all(entry, name)), "")


def _all(entry: Mapping[str, Any], name: str) -> list[str]:
    return [written for value in as_items(entry.get(name)) if (written := text(value))]
