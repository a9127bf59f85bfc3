"""The partner's catalogue as the search API of GeoNetwork 4, whose records are read one by one in ISO 19139."""

from __future__ import annotations

import json
from urllib.parse import unquote

from demo.partner.asked import Answer, Asked, as_json
from demo.partner.csw import identifier, iso_record
from demo.partner.entries import PARTNERS, entries

ROOT = "/gn/srv/api"
PARTNER = PARTNERS["geonetwork"]


def answer(asked: Asked) -> Answer | None:
    """Answer a search, or by a record."""
    if not asked.path.startswith(ROOT):
        return None
    found = {identifier(entry["key"]): entry for entry in entries(PARTNER, asked.faults)}
    if asked.path == f"{ROOT}/search/records/_search":
        try:
            query = json.loads(asked.body)
        except ValueError:
            return None
        start, size = query.get("from", 0), query.get("size", 10)
        hits = [{"_id": key, "_source": {"resourceType": ["dataset"], "uuid": key}} for key in sorted(found)]
        return as_json({"hits": {"total": {"value": len(hits)}, "hits": hits[start : start + size]}})
    key = unquote(asked.path.removeprefix(f"{ROOT}/records/").removesuffix("/formatters/xml"))
    if key not in found:
        return None
    return Answer(iso_record(asked.base, found[key]).encode("utf-8"), "application/xml")
