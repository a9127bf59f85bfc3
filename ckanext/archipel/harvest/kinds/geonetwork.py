"""The kind `geonetwork`: GeoNetwork's own API, versions 3 and 4, for servers whose CSW does not answer."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds import iso
from ckanext.archipel.harvest.kinds.csw import CATALOGUE_PAGE
from ckanext.archipel.harvest.kinds.geonetwork_mapping import values
from ckanext.archipel.harvest.kinds.http_json import read_json, text, with_query
from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, Request, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items, get, parse_json, parse_xml
from ckanext.archipel.harvest.mapping import Mapped

ROOT = re.compile(r"(https?://.+?/srv)(?:/.*)?", re.IGNORECASE)
PAGE_SIZE = 20
SEARCHED = {"bool": {"filter": [{"term": {"isTemplate": "n"}}, {"terms": {"resourceType": sorted(iso.DATA - {""})}}]}}


class GeonetworkKind:
    """GeoNetwork by its own API."""

    name = "geonetwork"
    mapping_version = 1

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("GeoNetwork (its own API)")

    def detect(self, url: str) -> bool:
        """Tell whether an address is of GeoNetwork's API."""
        return re.search(r"/srv/(?:[a-z]{3}/q|api)\b", url) is not None

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages, each record of version 4 being read apart."""
        match = ROOT.fullmatch(source.url)
        if match is None:
            raise PageError(f"{source.url} n'est pas l'adresse d'un GeoNetwork : elle devrait contenir « /srv/ ».")
        start = int(cursor or 0)
        total = None
        while total is None or start < total:
            page = _page_of_4 if "/srv/api" in source.url else _page_of_3
            url, records, count, total = page(match[1], start, read)
            if not count and total is not None and start < total:
                raise PageError(f"{url} annonce {total} notices mais n'en donne plus : lecture incomplète.")
            start = start + count if count else total or 0
            if total is None:
                total = start if count < PAGE_SIZE else start + 1
            left_out = no_datasets(iso.NOT_DATA, count - len(records))
            yield RemotePage(url, records, str(start) if start < total else None, total, left_out)

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        payload = record.payload
        found = values(payload) if isinstance(payload, dict) else iso.values(payload)
        if match := ROOT.fullmatch(source.url):
            found.setdefault("url", CATALOGUE_PAGE.format(match[1], quote(record.identifier, safe="")))
        return finish(found, source)


Page = tuple[str, list[RemoteRecord], int, int | None]


def _page_of_3(root: str, start: int, read: Read) -> Page:
    asked = {"_content_type": "json", "fast": "index", "sortBy": "title", "from": start + 1, "to": start + PAGE_SIZE}
    url = with_query(f"{root}/fre/q", asked)
    answer = as_dict(read_json(read, url))
    if "@from" not in answer:
        raise PageError(f"{url} ne répond pas comme l'API de GeoNetwork 3.")
    count = len(as_items(answer.get("metadata")))
    total = text(as_dict(answer.get("summary")).get("@count"))
    return url, records_of_3(answer), count, int(total) if total.isdecimal() else None


def records_of_3(answer: Mapping[str, Any]) -> list[RemoteRecord]:
    """List the datasets of an answer of version 3, which gives one alone without a list and none past the end."""
    found = []
    for entry in map(as_dict, as_items(answer.get("metadata"))):
        kinds = {text(kind) for kind in as_items(entry.get("type"))} or {""}
        if kinds & iso.DATA:
            identifier = text(as_dict(entry.get("geonet:info")).get("uuid"))
            others = with_lasting_names(map(text, as_items(entry.get("identifier"))), identifier)
            titled = text(entry.get("title")) or text(entry.get("defaultTitle"))
            problem = "" if titled else "La notice n'a pas de titre."
            found.append(RemoteRecord(identifier, alternates=others, payload=entry, problem=problem))
    return found


def _page_of_4(root: str, start: int, read: Read) -> Page:
    url = f"{root}/api/search/records/_search"
    asked = {"from": start, "size": PAGE_SIZE, "query": SEARCHED, "sort": [{"uuid": "asc"}], "track_total_hits": True}
    request = Request(url, "application/json", json.dumps(asked).encode(), "application/json")
    hits = as_dict(as_dict(parse_json(get(read, request))).get("hits"))
    if not isinstance(hits.get("hits"), list):
        raise PageError(f"{url} ne répond pas comme l'API de GeoNetwork 4.")
    uuids = uuids_of_4(hits)
    total = as_dict(hits.get("total")).get("value")
    records = [_record_of_4(root, uuid, read) for uuid in uuids]
    return url, records, len(hits["hits"]), total if isinstance(total, int) else None


def uuids_of_4(hits: Mapping[str, Any]) -> list[str]:
    """List the datasets that an answer of version 4 finds."""
    found = [(as_dict(hit).get("_id"), as_dict(as_dict(hit).get("_source"))) for hit in as_items(hits.get("hits"))]
    return [text(key) for key, entry in found if iso.DATA & set(map(text, as_items(entry.get("resourceType"))))]


def _record_of_4(root: str, uuid: str, read: Read) -> RemoteRecord:
    """Read one record; one that cannot be read loses no other."""
    try:
        element = parse_xml(
            get(read, Request(f"{root}/api/records/{quote(uuid, safe='')}/formatters/xml", "application/xml"))
        )
    except PageError as error:
        return RemoteRecord(uuid, problem=str(error))
    if not iso.is_record(element):
        return RemoteRecord(uuid, problem="La notice n'est pas en ISO 19139 ni en ISO 19115-3.")
    return iso.record(element)
