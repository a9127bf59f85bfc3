"""The kind `ckan`: portals that run CKAN, or DKAN which answers nearly like it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds.ckan_mapping import page_of, values
from ckanext.archipel.harvest.kinds.http_json import read_json, text, with_query
from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items
from ckanext.archipel.harvest.kinds.wholeness import Progress, read_cursor, write_cursor
from ckanext.archipel.harvest.mapping import Mapped

PAGE_SIZE = 100
FILTERS = {"organization": "organization", "theme": "groups", "keyword": "tags"}
ACTION = re.compile(r"^(.*?)/api/(?:3/)?(?:action|rest)?(?:/.*)?$")
DATASET_PAGE = re.compile(r"/(?:[a-z]{2}/)?(?:dataset|organization|group)(?:/[\w-]*)?/?$")
NOT_CKAN = "{} ne répond pas comme un portail CKAN. Vérifiez l'adresse et le type de la source."


class CkanKind:
    """Portals of CKAN and DKAN."""

    name = "ckan"
    mapping_version = 1
    filters: Collection[str] = FILTERS.keys()

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("CKAN portal")

    def detect(self, url: str) -> bool:
        """Tell whether an address is of CKAN's API or of its pages."""
        path = urlsplit(url).path
        return "/api/3/action" in path or re.fullmatch(r"(?:/[\w-]+)?/dataset/?", path) is not None

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages in the order of identifiers: datasets that change meanwhile do not move."""
        home = root(source.url)
        search, *counted = read_cursor(cursor, 3) if cursor else (True,)
        progress = Progress(*counted)
        before: list[Mapping[str, Any]] = []
        while True:
            url = _address(home, search, progress.received, source.filters)
            try:
                entries, total = read_answer(read_json(read, url), url)
            except PageError:
                if not search or progress.received or source.filters.keys() & FILTERS.keys():
                    raise
                # DKAN knows no search.
                search = False
                continue
            # Without a total, only an empty page, or the same again from who knows no paging, tells the end.
            if total is None and entries == before:
                return
            before = entries
            records = [
                replace(record, page=page_of(home, text(entry.get("name"))))
                for entry in entries
                if (record := record_of(entry))
            ]
            progress = progress.after(url, records, len(entries), total)
            more = progress.is_short if progress.announced else bool(entries)
            resume = write_cursor(search, progress.received, progress.announced)
            left_out = _left_out(entries, records)
            yield RemotePage(url, records, resume if more else None, total, left_out)
            if not more:
                return

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        return finish(values(record.payload, root(source.url)), source)


def root(url: str) -> str:
    """Return the root of a portal, from the address of its API, of its datasets or its own."""
    address = url.split("?", 1)[0].split("#", 1)[0]
    if match := ACTION.match(address):
        return match[1]
    return DATASET_PAGE.sub("", address).rstrip("/")


def read_answer(answer: object, url: str) -> tuple[list[Mapping[str, Any]], int | None]:
    """Return the datasets of an answer and how many there are in all, however deep they are wrapped."""
    outer = as_dict(answer)
    if outer.get("success") is not True:
        error = as_dict(outer.get("error"))
        reason = text(error.get("message")) or text(error.get("__type"))
        raise PageError(f"{url} refuse la demande : {reason}." if reason else NOT_CKAN.format(url))
    result = outer.get("result")
    searched = as_dict(result)
    total = searched.get("count")
    found = as_items(searched.get("results", result))
    # DKAN wraps its lists twice.
    flat = [entry for item in found for entry in as_items(item)]
    return [as_dict(entry) for entry in flat], total if isinstance(total, int) else None


def record_of(dataset: Mapping[str, Any]) -> RemoteRecord | None:
    """Return the record of a dataset; none for what the portal keeps beside datasets, nor for what it deleted."""
    is_dataset = text(dataset.get("type")).lower() in {"", "dataset"}
    is_active = text(dataset.get("state")).lower() in {"", "active"}
    if not (is_dataset and is_active):
        return None
    extras = {text(as_dict(e).get("key")): as_dict(e).get("value") for e in as_items(dataset.get("extras"))}
    others = {text(extras.get(key)) for key in ("guid", "uri", "identifier")} | {text(dataset.get("name"))}
    identifier = text(dataset.get("id")) or text(dataset.get("name"))
    problem = "" if text(dataset.get("title")) or text(dataset.get("name")) else "La notice n'a pas de titre."
    alternates = with_lasting_names(others, identifier)
    return RemoteRecord(identifier, text(extras.get("uri")), alternates, dataset, problem)


def _left_out(entries: list[Mapping[str, Any]], records: list[RemoteRecord]) -> dict[str, int]:
    return no_datasets(
        "Élément qui n'est pas un jeu de données, ou que le portail a supprimé", len(entries) - len(records)
    )


def escaped(value: str) -> str:
    """Write a value as it stands between quotation marks in a question to Solr."""
    return re.sub(r'(["\\])', r"\\\1", value)


def _address(home: str, search: bool, start: int, filters: Mapping[str, str]) -> str:
    if not search:
        parameters: dict[str, object] = {"limit": PAGE_SIZE, "offset": start}
        return with_query(f"{home}/api/3/action/current_package_list_with_resources", parameters)
    asked = [(FILTERS[name], value) for name, value in sorted(filters.items()) if name in FILTERS and value]
    query = " AND ".join(f'{field}:"{escaped(value)}"' for field, value in asked)
    parameters = {"rows": PAGE_SIZE, "start": start, "sort": "id asc", "fq": query}
    return with_query(f"{home}/api/3/action/package_search", parameters)
