"""The kind `geonetwork`: GeoNetwork's own API, versions 3 and 4, for servers whose CSW does not answer."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds import iso
from ckanext.archipel.harvest.kinds.csw import catalogue_page
from ckanext.archipel.harvest.kinds.geonetwork_mapping import values
from ckanext.archipel.harvest.kinds.http_json import read_json, text, with_query
from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, Request, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items, get, parse_json, parse_xml
from ckanext.archipel.harvest.kinds.series import finish_with_series
from ckanext.archipel.harvest.kinds.wholeness import Progress, read_cursor, write_cursor
from ckanext.archipel.harvest.mapping import Mapped

ROOT = re.compile(r"(https?://.+?/srv)(?:/.*)?", re.IGNORECASE)
PAGE_SIZE = 20
# Where version 4 refuses to number records any more: from there, each page is asked for after the record before it.
WINDOW = 10_000
SEARCHED = {"bool": {"filter": [{"term": {"isTemplate": "n"}}, {"terms": {"resourceType": sorted(iso.DATA - {""})}}]}}


class GeonetworkKind:
    """GeoNetwork by its own API."""

    name = "geonetwork"
    mapping_version = 2
    filters: Collection[str] = frozenset()

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
        *counted, after = read_cursor(cursor, 3) if cursor else (0, 0, None)
        progress, more = Progress(*counted), True
        while more:
            ask = _page_of_4 if "/srv/api" in source.url else _page_of_3
            url, records, count, total, after = ask(match[1], progress.received, after, read)
            progress = progress.after(url, records, count, total)
            more = progress.is_short if progress.announced else count > 0
            resume = write_cursor(progress.received, progress.announced, after)
            found = [replace(record, page=catalogue_page(match[1], record.identifier)) for record in records]
            left_out = no_datasets(iso.NOT_DATA, count - len(records))
            yield RemotePage(url, found, resume if more else None, total, left_out)

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        payload = record.payload
        found = values(payload) if isinstance(payload, dict) else iso.values(payload)
        match = ROOT.fullmatch(source.url)
        root = match[1] if match else ""
        if page := catalogue_page(root, record.identifier):
            found.setdefault("url", page)
        return finish_with_series(found, source, lambda name: catalogue_page(root, name), record.identifier)


# What was asked, the records, how many entries there were, the total, and where version 4 left beyond its window.
Page = tuple[str, list[RemoteRecord], int, int | None, list[Any] | None]


def _page_of_3(root: str, start: int, _after: list[Any] | None, read: Read) -> Page:
    asked = {"_content_type": "json", "fast": "index", "sortBy": "title", "from": start + 1, "to": start + PAGE_SIZE}
    url = with_query(f"{root}/fre/q", asked)
    answer = as_dict(read_json(read, url))
    if "@from" not in answer:
        raise PageError(f"{url} ne répond pas comme l'API de GeoNetwork 3.")
    count = len(as_items(answer.get("metadata")))
    total = text(as_dict(answer.get("summary")).get("@count"))
    return url, records_of_3(answer), count, int(total) if total.isdecimal() else None, None


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


def _page_of_4(root: str, start: int, after: list[Any] | None, read: Read) -> Page:
    url = f"{root}/api/search/records/_search"
    asked: dict[str, Any] = {"size": PAGE_SIZE, "query": SEARCHED, "sort": [{"uuid": "asc"}], "track_total_hits": True}
    asked |= {"search_after": after} if after else {"from": start}
    request = Request(url, "application/json", json.dumps(asked).encode(), "application/json")
    hits = as_dict(as_dict(parse_json(get(read, request))).get("hits"))
    if not isinstance(hits.get("hits"), list):
        raise PageError(f"{url} ne répond pas comme l'API de GeoNetwork 4.")
    uuids = uuids_of_4(hits)
    total = as_dict(hits.get("total")).get("value")
    records = [_record_of_4(root, uuid, read) for uuid in uuids]
    count = len(hits["hits"])
    beyond = start + count + PAGE_SIZE > WINDOW
    last = as_dict(hits["hits"][-1]).get("sort") if count and beyond else None
    return url, records, count, total if isinstance(total, int) else None, last


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
