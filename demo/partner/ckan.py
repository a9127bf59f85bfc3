"""The partner's catalogue as CKAN's action API."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from demo.partner.asked import Answer, Asked, as_json
from demo.partner.entries import ISSUED, MODIFIED, PARTNERS, Dict, entries

PATH = "/api/3/action/package_search"
PARTNER = PARTNERS["ckan"]
EU = "http://publications.europa.eu/resource/authority/frequency/"


def answer(asked: Asked) -> Answer | None:
    """Answer by a page of a search."""
    if asked.path != PATH:
        return None
    found = [_dataset(asked.base, entry) for entry in entries(PARTNER, asked.faults)]
    start, size = asked.number("start", 0), min(asked.number("rows", 10), 1000)
    return as_json({"success": True, "result": {"count": len(found), "results": found[start : start + size]}})


def _dataset(base: str, entry: Dict) -> Dict:
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, entry["key"]))
    file = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{entry['key']}/csv")),
        "name": "Tableau (CSV)",
        "url": f"{base}/fichiers/{quote(entry['key'], safe='')}.csv",
        "format": "CSV",
        "mimetype": "text/csv",
    }
    extras = {"frequency": EU + entry["frequency"], "issued": ISSUED, "modified": MODIFIED}
    return {
        "id": number,
        "name": number if not entry["title"] else entry["key"].replace("/", "-"),
        "type": "dataset",
        "state": "active",
        "title": entry["title"],
        "notes": entry["description"],
        "license_url": entry["licence"],
        "organization": {"title": PARTNER.name, "name": PARTNER.key},
        "maintainer_email": PARTNER.mailbox,
        "maintainer": PARTNER.name,
        "tags": [{"name": keyword} for keyword in entry["keywords"]],
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        "resources": [file],
    }
