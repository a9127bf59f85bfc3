"""What the search index holds of a dataset beyond CKAN's own, and the facets made of it."""

import json
from typing import Any

from ckanext.archipel import territory
from ckanext.archipel.dataset.helpers import language, territory_name
from ckanext.archipel.vocabulary import vocabulary

# Solr's longest indexable term is 32,766 bytes; the text copy of a longer value stays searchable.
LONGEST_TERM = 32_766
INDEXED = {"lab_theme": "lab_themes", "hvd_category": "hvd_category", "frequency": "frequency"}
# Facets of the pages, by kind: a Solr facet lists only the most frequent values, which larger territories would fill.
TERRITORY_FACETS = {
    "vocab_departement": ("country", "region", "departement"),
    "vocab_epci": ("epci",),
    "vocab_commune": ("commune",),
}
FACET_VOCABULARY = {"vocab_" + field: name for field, name in INDEXED.items()}


def index_document(document: dict[str, Any]) -> dict[str, Any]:
    """Complete a dataset's search document with multi-valued facets, and drop what Solr would refuse."""
    zones = texts(document.get("territory"))
    if zones:
        document.update(_territories(zones))
    for field in INDEXED:
        if values := texts(document.get(field)):
            document["vocab_" + field] = values
    for key in [key for key, value in document.items() if _too_long(key, value)]:
        del document[key]
    return document


def drop_what_does_not_narrow(found: dict[str, Any], asked: dict[str, Any]) -> None:
    """Leave the country and a region out of their facet when every dataset found lies in them, unless chosen."""
    facet = found.get("search_facets", {}).get("vocab_departement")
    if not facet:
        return
    filters = " ".join([str(asked.get("fq") or ""), *map(str, asked.get("fq_list") or [])])
    facet["items"] = [
        item
        for item in facet["items"]
        if item["name"].startswith("fr:departement:") or item["count"] < found["count"] or item["name"] in filters
    ]


def _territories(zones: list[str]) -> dict[str, list[str]]:
    """Index the zones with all that contains them, together for searches and by kind for facets."""
    every = territory.ancestors(zones)
    fields = {"vocab_territory": every}
    for name, kinds in TERRITORY_FACETS.items():
        values = [zone for zone in every if _level(zone) in kinds]
        if values:
            fields[name] = values
    return fields


def _level(zone: str) -> str:
    return (["", "", *zone.split(":")])[-2]


def texts(value: object) -> list[str]:
    """Read a multi-valued field, which reaches the index as a list or as the JSON of a list."""
    if isinstance(value, str):
        try:
            loaded = json.loads(value) if value.startswith("[") else [value]
        except ValueError:
            return []
        value = loaded
    if not isinstance(value, list):
        return []
    return [text for text in value if isinstance(text, str) and text]


def label_facets(search_facets: dict[str, Any]) -> dict[str, Any]:
    """Give the items of our facets the names readers know them by."""
    for name, facet in search_facets.items():
        for item in facet.get("items", []):
            if name == "vocab_territory" or name in TERRITORY_FACETS:
                item["display_name"] = territory_name(item["name"])
            elif name in FACET_VOCABULARY:
                item["display_name"] = vocabulary(FACET_VOCABULARY[name]).label(item["name"], language())
            elif name == "license_id":
                item["display_name"] = vocabulary("licence").label(item["name"], language())
    return search_facets


def _too_long(key: str, value: object) -> bool:
    if key.startswith(("extras_", "res_")) or key in {"data_dict", "validated_data_dict", "text", "notes", "title"}:
        return False
    return isinstance(value, str) and len(value.encode("utf-8", "replace")) > LONGEST_TERM
