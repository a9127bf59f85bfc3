"""The partner's catalogue as pages of JSON-LD linked by Hydra."""

from __future__ import annotations

from urllib.parse import quote

from demo.partner.asked import Answer, Asked, as_json
from demo.partner.entries import ISSUED, MODIFIED, PARTNERS, Dict, entries

PATH = "/catalogue.jsonld"
PAGE_SIZE = 7
EU = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PARTNER = PARTNERS["dcat"]


def answer(asked: Asked) -> Answer | None:
    """Answer by a page of the catalogue; nothing for a page it does not have."""
    if asked.path not in ("/", PATH) and not asked.path.startswith("/jeux/"):
        return None
    shown = entries(PARTNER, asked.faults)
    number, last = asked.number("page", 0 if asked.value("page") else 1), -(-len(shown) // PAGE_SIZE)
    if not 1 <= number <= last:
        return None
    return as_json(_page(asked.base, shown, number, last), "application/ld+json")


def _page(base: str, shown: list[Dict], number: int, last: int) -> Dict:
    part = shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    catalogue = {
        "@id": f"{base}/",
        "@type": "dcat:Catalog",
        "dct:title": _french(f"Données ouvertes – {PARTNER.name}"),
        "dct:description": _french("Catalogue d’un partenaire imaginaire, à moissonner."),
        "dct:publisher": {"@id": f"{base}/parc"},
        "dcat:dataset": [{"@id": _dataset_uri(base, entry)} for entry in part],
    }
    publisher = {"@id": f"{base}/parc", "@type": "foaf:Organization", "foaf:name": PARTNER.name}
    links = _links(base, len(shown), number, last)
    graph = [catalogue, publisher, links, *(_dataset(base, entry) for entry in part)]
    return {"@context": CONTEXT, "@graph": graph}


def _links(base: str, total: int, number: int, last: int) -> Dict:
    links: Dict = {
        "@id": f"{base}{PATH}?page={number}",
        "@type": "hydra:PagedCollection",
        "hydra:totalItems": {"@value": total},
        "hydra:itemsPerPage": {"@value": PAGE_SIZE},
        "hydra:first": {"@id": f"{base}{PATH}?page=1"},
        "hydra:last": {"@id": f"{base}{PATH}?page={last}"},
    }
    if number < last:
        links["hydra:next"] = {"@id": f"{base}{PATH}?page={number + 1}"}
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
            "vcard:hasEmail": {"@id": f"mailto:{PARTNER.mailbox}"},
        },
        "dct:issued": {"@type": "xsd:date", "@value": ISSUED},
        "dct:modified": {"@type": "xsd:date", "@value": MODIFIED},
        "dcat:landingPage": {"@id": uri},
        "dcat:distribution": _distribution(base, entry),
    }
    if not entry["title"]:
        del dataset["dct:title"]
    if entry["licence"]:
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
