"""The partner's catalogue as JSON-LD pages and the small CSV files it points at; standard library only."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

Dict = dict[str, Any]

PAGE_SIZE = 7
EU = "http://publications.europa.eu/resource/authority"
ROWS = 24
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PUBLISHER = "Parc naturel régional des Trois Vallées"


def entries() -> list[Dict]:
    """What the partner publishes, in a fixed order."""
    entries_: list[Dict] = json.loads((Path(__file__).parent / "datasets.json").read_text(encoding="utf-8"))
    return entries_


def last_page() -> int:
    """The number of the last page."""
    return -(-len(entries()) // PAGE_SIZE)


def page(base: str, number: int) -> bytes:
    """Page `number` of the catalogue served at `base`, with the link to the next one."""
    shown = entries()[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    catalogue = {
        "@id": f"{base}/",
        "@type": "dcat:Catalog",
        "dct:title": _french(f"Données ouvertes – {PUBLISHER}"),
        "dct:description": _french("Catalogue d’un partenaire imaginaire, à moissonner."),
        "dct:publisher": {"@id": f"{base}/parc"},
        "dcat:dataset": [{"@id": _dataset_uri(base, entry)} for entry in shown],
    }
    publisher = {"@id": f"{base}/parc", "@type": "foaf:Organization", "foaf:name": PUBLISHER}
    graph = [catalogue, publisher, _links(base, number), *(_dataset(base, entry) for entry in shown)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1).encode("utf-8")


def table(key: str) -> bytes | None:
    """The CSV file of the dataset `key`, the same at each call; nothing for an unknown key."""
    entry = next((entry for entry in entries() if entry["key"] == key), None)
    if entry is None:
        return None
    rng = Random(key)  # noqa: S311 - repeatable, not secret
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(entry["columns"])
    for number in range(1, ROWS + 1):
        writer.writerow([f"{entry['columns'][0]} {number}", *(rng.randint(1, 400) for _ in entry["columns"][1:])])
    return text.getvalue().encode("utf-8")


def _links(base: str, number: int) -> Dict:
    links: Dict = {
        "@id": f"{base}/catalogue.jsonld?page={number}",
        "@type": "hydra:PagedCollection",
        "hydra:totalItems": {"@value": len(entries())},
        "hydra:itemsPerPage": {"@value": PAGE_SIZE},
        "hydra:first": {"@id": f"{base}/catalogue.jsonld?page=1"},
        "hydra:last": {"@id": f"{base}/catalogue.jsonld?page={last_page()}"},
    }
    if number < last_page():
        links["hydra:next"] = {"@id": f"{base}/catalogue.jsonld?page={number + 1}"}
    return links


def _dataset_uri(base: str, entry: Dict) -> str:
    return f"{base}/jeux/{quote(entry['key'], safe='')}"


def _dataset(base: str, entry: Dict) -> Dict:
    uri = _dataset_uri(base, entry)
    dataset: Dict = {
        "@id": uri,
        "@type": "dcat:Dataset",
        "dct:identifier": f"pnr-trois-vallees/{entry['key']}",
        "dct:title": _french(entry["title"]),
        "dct:description": _french(entry["description"]),
        "dcat:keyword": [_french(keyword) for keyword in entry["keywords"]],
        "dcat:theme": {"@id": f"{EU}/data-theme/{entry['theme']}"},
        "dct:accrualPeriodicity": {"@id": f"{EU}/frequency/{entry['frequency']}"},
        "dct:publisher": {"@id": f"{base}/parc"},
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": "Mission observatoire",
            "vcard:hasEmail": {"@id": "mailto:observatoire@parc-trois-vallees.example.org"},
        },
        "dct:issued": {"@type": "xsd:date", "@value": "2024-03-18"},
        "dct:modified": {"@type": "xsd:date", "@value": "2026-06-02"},
        "dcat:landingPage": {"@id": uri},
        "dcat:distribution": _distribution(base, entry),
    }
    if "licence" in entry:
        dataset["dct:license"] = {"@id": entry["licence"]}
    return dataset


def _distribution(base: str, entry: Dict) -> Dict:
    address = f"{base}/fichiers/{quote(entry['key'], safe='')}.csv"
    return {
        "@id": f"{_dataset_uri(base, entry)}/csv",
        "@type": "dcat:Distribution",
        "dct:title": _french("Tableau (CSV)"),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{EU}/file-type/CSV"},
        "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/text/csv"},
    }


def _french(text: str) -> Dict:
    return {"@language": "fr", "@value": text}
