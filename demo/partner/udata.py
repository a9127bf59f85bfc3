"""The partner's catalogue as udata's API, which data.gouv.fr runs."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from demo.partner.asked import Answer, Asked, as_json
from demo.partner.entries import ISSUED, MODIFIED, PARTNERS, TERRITORY, Dict, entries

PATH = "/api/1/datasets/"
PARTNER = PARTNERS["udata"]
ORGANIZATION = "5a0000000000000000000001"
LICENCES = {
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence": "lov2",
    "http://opendatacommons.org/licenses/odbl/": "odc-odbl",
    "https://creativecommons.org/licenses/by/4.0/": "cc-by",
    "": "notspecified",
}


def answer(asked: Asked) -> Answer | None:
    """Answer by a page of the organisation's datasets."""
    if asked.path == f"/api/1/organizations/{PARTNER.key}/":
        return as_json({"id": ORGANIZATION, "slug": PARTNER.key, "name": PARTNER.name})
    if asked.path != PATH or asked.value("organization") != ORGANIZATION:
        return None
    found = [_dataset(asked.base, entry) for entry in entries(PARTNER, asked.faults)]
    page, size = asked.number("page", 1), min(asked.number("page_size", 20), 8)
    part = found[(page - 1) * size : page * size]
    next_page = f"{asked.base}{PATH}?organization={ORGANIZATION}&page={page + 1}&page_size={size}"
    more = next_page if page * size < len(found) else None
    return as_json({"data": part, "page": page, "page_size": size, "total": len(found), "next_page": more})


def _dataset(base: str, entry: Dict) -> Dict:
    number = hashlib.sha256(entry["key"].encode()).hexdigest()[:24]
    file = {
        "id": f"{number}-csv",
        "title": "Tableau (CSV)",
        "url": f"{base}/fichiers/{quote(entry['key'], safe='')}.csv",
        "format": "csv",
        "mime": "text/csv",
        "type": "main",
    }
    return {
        "id": number,
        "title": entry["title"],
        "description": entry["description"],
        "license": LICENCES[entry["licence"]],
        "frequency": entry["frequency"].lower(),
        "tags": entry["keywords"],
        "organization": {"id": ORGANIZATION, "name": PARTNER.name},
        "contact_points": [{"name": PARTNER.name, "email": PARTNER.mailbox, "role": "contact"}],
        "spatial": {"zones": [TERRITORY], "geom": None},
        "temporal_coverage": None,
        "created_at": f"{ISSUED}T00:00:00",
        "last_modified": f"{MODIFIED}T00:00:00",
        "page": f"{base}/datasets/{number}",
        "resources": [file],
        "harvest": None,
        "archived": None,
        "deleted": None,
        "private": False,
    }
