"""The kind `opendatasoft`: portals of Opendatasoft, now Huwise, by their Explore API 2.1."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds.http_json import read_json, site, text, with_query
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.opendatasoft_mapping import metas, values
from ckanext.archipel.harvest.kinds.reading import as_dict
from ckanext.archipel.harvest.kinds.wholeness import Progress, read_cursor, write_cursor
from ckanext.archipel.harvest.mapping import Mapped

API = "/api/explore/v2.1/catalog"
PAGE_SIZE = 100
# What the list of datasets refuses to go beyond.
MAX_OFFSET = 10_000
FILTERS = {
    "organization": "default.publisher",
    "theme": "default.theme",
    "keyword": "default.keyword",
    "territory": "default.territory",
}
PAGES = "Page ou carte du portail, qui n'est pas un jeu de données"
NOT_ASKED = (
    "Opendatasoft ne peut pas être interrogé avec le filtre « {} » : une barre inverse, ou les deux sortes de "
    "guillemets droits à la fois, n'y ont pas d'écriture sûre. Choisissez un autre filtre."
)
NOT_A_SITE = "{} ne répond pas comme un portail Opendatasoft. Vérifiez l'adresse et le type de la source."


class OpendatasoftKind:
    """Portals of Opendatasoft."""

    name = "opendatasoft"
    mapping_version = 2
    filters: Collection[str] = FILTERS.keys()

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("Opendatasoft (Huwise) portal")

    def detect(self, url: str) -> bool:
        """Tell whether an address is of Opendatasoft or of its API."""
        parts = urlsplit(url)
        return (parts.hostname or "").endswith(".opendatasoft.com") or bool(re.match(r"/(?:api/)?explore/", parts.path))

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the whole catalogue as one export, or page by page where the portal does not export it."""
        home = site(source.url)
        where = _where(source.filters)
        if cursor is None:
            export = with_query(f"{home}{API}/exports/json", {"where": where})
            try:
                entries = read_json(read, export)
            except PageError:
                entries = None
            if isinstance(entries, list):
                yield _page(export, _records(entries, home), None, len(entries), len(entries))
                return
        yield from _listed(home, where, read, Progress(*read_cursor(cursor, 2)) if cursor else Progress())

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        return finish(values(record.payload, site(source.url)), source)


def _listed(home: str, where: str, read: Read, progress: Progress) -> Iterator[RemotePage]:
    more = True
    while more:
        limit = min(PAGE_SIZE, MAX_OFFSET - progress.received)
        if limit <= 0:
            raise PageError(
                f"{home} ne liste pas plus de {MAX_OFFSET} jeux de données : ajoutez un filtre à la source."
            )
        asked = {"limit": limit, "offset": progress.received, "order_by": "dataset_id", "where": where}
        url = with_query(f"{home}{API}/datasets", asked)
        answer = as_dict(read_json(read, url))
        entries = answer.get("results", answer.get("datasets"))
        total = answer.get("total_count")
        if not isinstance(entries, list) or not isinstance(total, int):
            raise PageError(NOT_A_SITE.format(url))
        records = _records(entries, home)
        progress = progress.after(url, records, len(entries), total)
        more = progress.is_short
        resume = write_cursor(progress.received, progress.announced)
        yield _page(url, records, resume if more else None, total, len(entries))


def _page(url: str, records: list[RemoteRecord], cursor: str | None, total: int, count: int) -> RemotePage:
    return RemotePage(url, records, cursor, total, no_datasets(PAGES, count - len(records)))


def records_of_csv(content: bytes, home: str) -> list[RemoteRecord]:
    """List the datasets of an export in CSV, as older portals offer."""
    csv.field_size_limit(10_000_000)
    return _records(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace")))), home)


def _records(entries: list[Any], home: str) -> list[RemoteRecord]:
    return [record for entry in entries if (record := record_of(as_dict(entry), home))]


def record_of(entry: Mapping[str, Any], home: str) -> RemoteRecord | None:
    """Return the record of a dataset, in the envelope of any version of the API; none for pages and maps."""
    dataset = as_dict(entry.get("dataset")) or entry
    slug = text(dataset.get("dataset_id")) or text(dataset.get("datasetid"))
    if not slug:
        return None
    described = metas(dataset)
    # A copy made by federation is known by the dataset it copies, whose portal may be harvested too.
    origin, copied = text(described.get("default.source_domain_address")), text(described.get("default.source_dataset"))
    others = {
        slug,
        text(described.get("inspire.file_identifier")),
        f"{home}/explore/dataset/{slug}/",
        f"https://{origin}/explore/dataset/{copied}/" if origin and copied else "",
    }
    identifier = text(dataset.get("dataset_uid")) or slug
    problem = "" if text(described.get("default.title")) else "La notice n'a pas de titre."
    alternates = frozenset(others - {identifier, ""})
    return RemoteRecord(identifier, f"{home}/explore/dataset/{slug}/", alternates, dataset, problem)


def _where(filters: Mapping[str, str]) -> str:
    asked = [(FILTERS[name], value) for name, value in sorted(filters.items()) if name in FILTERS and value]
    return " and ".join(f"{field}={_quoted(value)}" for field, value in asked)


def _quoted(value: str) -> str:
    """Write a value between the quotation marks that it does not hold: nothing says how either could be escaped."""
    mark = next((mark for mark in "\"'" if mark not in value), "")
    if not mark or "\\" in value:
        raise PageError(NOT_ASKED.format(value[:80]))
    return f"{mark}{value}{mark}"
