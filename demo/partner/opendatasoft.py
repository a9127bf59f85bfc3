"""The partner's catalogue as Opendatasoft's Explore API 2.1."""

from __future__ import annotations

from html import escape

from demo.partner.asked import Answer, Asked, as_json
from demo.partner.entries import BOX, ISSUED, MODIFIED, PARTNERS, Dict, entries

PATH = "/api/explore/v2.1/catalog/"
PARTNER = PARTNERS["opendatasoft"]
NO_EXPORT = "sans-export"


def answer(asked: Asked) -> Answer | None:
    """Answer by the whole catalogue, or by a page of it."""
    if not asked.path.startswith(PATH):
        return None
    found = [dataset(entry) for entry in entries(PARTNER, asked.faults)]
    asked_for = asked.path.removeprefix(PATH)
    if asked_for == "exports/json" and NO_EXPORT not in asked.faults:
        return as_json(found)
    if asked_for == "datasets":
        start, size = asked.number("offset", 0), min(asked.number("limit", 10), 100)
        return as_json({"total_count": len(found), "results": found[start : start + size]})
    return None


def dataset(entry: Dict) -> Dict:
    """A dataset as the API describes it."""
    west, south, east, north = BOX
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    default = {
        "title": entry["title"],
        "description": f"<p>{escape(entry['description'])}</p><script>mesure()</script>",
        "keyword": entry["keywords"],
        "license": "Licence du partenaire" if entry["licence"] else None,
        "license_url": entry["licence"] or None,
        "language": "fr",
        "modified": f"{MODIFIED}T00:00:00",
        "publisher": PARTNER.name,
        "bbox": {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}},
        "federated": False,
        "update_frequency": entry["frequency"].lower(),
    }
    slug = entry["key"].replace("/", "-")
    return {
        "dataset_id": slug,
        "dataset_uid": f"da_{slug}",
        "has_records": True,
        "features": ["analyze"],
        "attachments": [],
        "alternative_exports": [],
        "metas": {"default": default, "dcat": {"issued": ISSUED, "contact_email": PARTNER.mailbox}},
        "fields": [{"name": column, "type": "text"} for column in entry["columns"]],
    }
