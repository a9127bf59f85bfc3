"""The kind `arcgis`: ArcGIS Hub, by its DCAT-AP or DCAT-US feed, read as JSON so that no context is fetched."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds.arcgis_mapping import all_of, first, is_data, values
from ckanext.archipel.harvest.kinds.http_json import read_json, site
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.reading import as_dict
from ckanext.archipel.harvest.mapping import Mapped

FEED = "/api/feed/dcat-ap/2.0.1.json"
ITEM = re.compile(r"\b([0-9a-f]{32})(?:(?:_|&sublayer=|&amp;sublayer=)(\d{1,4}))?\b")
MAPS = "Carte ou application qui ne mène à aucune donnée"
HUBS = (".hub.arcgis.com", ".opendata.arcgis.com")


class ArcgisKind:
    """Sites of ArcGIS Hub, and any `data.json`."""

    name = "arcgis"
    mapping_version = 1
    filters: Collection[str] = frozenset()

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("ArcGIS Hub site")

    def detect(self, url: str) -> bool:
        """Tell whether an address is of ArcGIS Hub or of one of its feeds."""
        parts = urlsplit(url)
        return (parts.hostname or "").endswith(HUBS) or bool(re.search(r"/api/feed/dcat-|/data\.json$", parts.path))

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the feed, which is a single page."""
        path = urlsplit(source.url).path
        url = source.url if path.endswith((".json", ".jsonld")) else site(source.url) + FEED
        feed = read_json(read, url)
        records = records_of(feed, url)
        left_out = no_datasets(MAPS, len(all_of(as_dict(feed), "dataset")) - len(records))
        yield RemotePage(url, records, None, len(records), left_out)

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        return finish(values(record.payload), source)


def records_of(feed: object, url: str) -> list[RemoteRecord]:
    """List the datasets of a feed; maps and applications, which lead to no data, are left to their site."""
    catalogue = as_dict(feed)
    if not {"dataset", "dcat:dataset"} & set(catalogue):
        raise PageError(f"{url} n'est pas le flux d'un site ArcGIS Hub : il n'y a pas de liste « dataset ».")
    return [record_of(as_dict(entry)) for entry in all_of(catalogue, "dataset") if is_data(as_dict(entry))]


def record_of(entry: Mapping[str, Any]) -> RemoteRecord:
    """Return the record of a dataset; an item is named by its number and layer, whatever site shows it."""
    written = first(entry, "identifier") or str(entry.get("@id") or "")
    shown = first(entry, "landingPage") or first(entry, "title")
    item = ITEM.search(written)
    identifier = f"{item[1]}_{item[2] or 0}" if item else written
    if not identifier and shown:
        identifier = "sha256:" + hashlib.sha256(shown.encode(errors="replace")).hexdigest()
    problem = "" if first(entry, "title") else "La notice n'a pas de titre."
    alternates = frozenset({written, first(entry, "landingPage")} - {"", identifier})
    uri, page = written if "://" in written else "", first(entry, "landingPage")
    return RemoteRecord(identifier, uri, alternates, entry, problem, page if "://" in page else "")
