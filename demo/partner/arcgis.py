"""The partner's catalogue as the DCAT-AP feed of an ArcGIS Hub site, misspelt as the real one."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from demo.partner.asked import Answer, Asked, as_json
from demo.partner.entries import ISSUED, MODIFIED, PARTNERS, Dict, entries

PATH = "/api/feed/dcat-ap/2.0.1.json"
PARTNER = PARTNERS["arcgis"]
CONTEXT = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}


def answer(asked: Asked) -> Answer | None:
    """Answer by the whole feed."""
    if asked.path != PATH:
        return None
    datasets = [_dataset(asked.base, entry) for entry in entries(PARTNER, asked.faults)]
    feed = {"@context": CONTEXT, "@type": "dcat:Catalog", "dct:title": PARTNER.name, "dcat:dataset": datasets}
    return as_json(feed, "application/ld+json")


def _dataset(base: str, entry: Dict) -> Dict:
    number = hashlib.md5(entry["key"].encode(), usedforsecurity=False).hexdigest()
    page = f"{base}/datasets/{number}_0"
    address = f"{base}/fichiers/{quote(entry['key'], safe='')}.csv"
    contact = {"@type": "Contact", "vcard:fn": "Compte du service", "vcard:hasEmail": f"mailto:{PARTNER.mailbox}"}
    distributions = [
        {"dct:title": "ArcGIS Hub Dataset", "dcat:accessUrl": page, "dct:format": {"@id": "ftype:HTML"}},
        {"dct:title": "Tableau (CSV)", "dcat:accessUrl": address, "dct:format": {"@id": "ftype:CSV"}},
    ]
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": page,
        "dct:title": entry["title"],
        "dct:description": f"<DIV><P>{entry['description']}</P></DIV>",
        "dct:publisher": PARTNER.name,
        "dcat:theme": "geospatial",
        "dcat:keyword": entry["keywords"],
        "dct:license": f"<DIV>Soumis à : {entry['licence']}</DIV>" if entry["licence"] else "",
        "dcat:contactPoint": contact,
        "dct:issued": f"{ISSUED}T00:00:00",
        "dct:modified": f"{MODIFIED}T00:00:00",
        "dcat:distribution": distributions,
    }
