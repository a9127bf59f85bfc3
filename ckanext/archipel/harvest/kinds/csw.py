"""The kind `csw`: CSW 2.0.2, whose records are ISO 19139, ISO 19115-3, Dublin Core or DCAT."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from urllib.parse import quote, urlsplit

import ckan.plugins.toolkit as tk
from lxml import etree

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds import dublin_core, iso
from ckanext.archipel.harvest.kinds.csw_answer import Answer, read_answer
from ckanext.archipel.harvest.kinds.csw_request import DIALECTS, FILTERS, get_records
from ckanext.archipel.harvest.kinds.http_json import with_query
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, Request, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.reading import get, parse_xml
from ckanext.archipel.harvest.kinds.series import finish_with_series
from ckanext.archipel.harvest.kinds.wholeness import Progress, read_cursor, write_cursor
from ckanext.archipel.harvest.mapping import Mapped

GEONETWORK = re.compile(r"(https?://.+/srv)/[a-z]{3}/csw[\w-]*/?(?:\?.*)?")
CATALOGUE_PAGE = "{}/fre/catalog.search#/metadata/{}"
BY_ID = {"service": "CSW", "version": "2.0.2", "request": "GetRecordById", "elementSetName": "full"}


class CswKind:
    """Geographic catalogues: GeoNetwork, Géo-IDE, Prodige, pycsw."""

    name = "csw"
    mapping_version = 2
    filters: Collection[str] = FILTERS.keys()

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("Geographic catalogue (CSW)")

    def detect(self, url: str) -> bool:
        """Tell whether an address is that of a CSW."""
        parts = urlsplit(url)
        return bool(re.search(r"/csw\b", parts.path)) or "service=csw" in parts.query.lower()

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages in the order of identifiers, asking as the server's first answers showed it can be asked."""
        dialect, start, *counted = read_cursor(cursor, 4) if cursor else (None, 1)
        progress = Progress(*counted)
        while start:
            if dialect is None:
                dialect, answer = _first_answer(source, read)
            elif start <= progress.announced or not progress.announced:
                answer = _answer(source, read, dialect, start)
            else:
                # Past the end by its own steps, short of records that it counted: there is nothing left to ask for.
                answer = Answer()
            progress = progress.after(source.url, answer.records, answer.count, answer.matched)
            start = _next_start(start, answer, progress)
            resume = write_cursor(dialect, start, progress.received, progress.announced) if start else None
            found = [replace(record, page=_page(source.url, record)) for record in answer.records]
            left_out = no_datasets(iso.NOT_DATA, answer.count - len(answer.records))
            yield RemotePage(source.url, found, resume, answer.matched, left_out)

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        payload = record.payload
        if isinstance(payload, dict):
            return finish(payload, source)
        values = dublin_core.values(payload) if dublin_core.is_record(payload) else iso.values(payload)
        if "url" not in values and (page := _catalogue_page(source.url, record.identifier)):
            values["url"] = page
        own = record.identifier
        return finish_with_series(values, source, lambda name: _catalogue_page(source.url, name), own)


def _catalogue_page(url: str, identifier: str) -> str:
    match = GEONETWORK.fullmatch(url)
    return catalogue_page(match[1] if match else "", identifier)


def catalogue_page(root: str, identifier: str) -> str:
    """Return the page of a record in GeoNetwork, which has one for each; `root` ends with /srv."""
    return CATALOGUE_PAGE.format(root, quote(identifier, safe="")) if root and identifier else ""


def _page(url: str, record: RemoteRecord) -> str:
    """Return where to look at a record: its page, or else what the service itself says of it."""
    if not record.identifier:
        return ""
    if page := _catalogue_page(url, record.identifier):
        return page
    of_dublin_core = etree.iselement(record.payload) and dublin_core.is_record(record.payload)
    asked = {**BY_ID, "id": record.identifier, "outputSchema": "" if of_dublin_core else DIALECTS[0].schema}
    return with_query(url, asked)


def _first_answer(source: SourceSettings, read: Read) -> tuple[int, Answer]:
    """Ask in the first of the dialects that the server understands."""
    refusals = []
    for number in range(len(DIALECTS)):
        answer = _answer(source, read, number, 1)
        if not answer.refusal:
            return number, answer
        refusals.append(answer.refusal)
        if not answer.misunderstood:
            raise PageError(f"{source.url} ne répond pas à la demande CSW : {answer.refusal}. Réessayez plus tard.")
    raise PageError(f"{source.url} refuse les demandes CSW : {refusals[0]}. Vérifiez l'adresse du service.")


def _answer(source: SourceSettings, read: Read, dialect: int, start: int) -> Answer:
    body = get_records(DIALECTS[dialect], start, source.filters)
    document = get(read, Request(source.url, "application/xml, text/xml", body, "application/xml"))
    answer = read_answer(parse_xml(document), document.url)
    if answer.refusal and start > 1:
        raise PageError(f"{document.url} refuse la page qui commence à la notice {start} : {answer.refusal}.")
    return answer


def _next_start(start: int, answer: Answer, progress: Progress) -> int:
    """Return where the next page starts, 0 after the last; a server that stops too early is not believed."""
    if not answer.count:
        return 0
    if answer.following > start and (answer.matched is None or answer.following <= answer.matched):
        return answer.following
    # Some servers give fewer records than they are asked for, then say there is no next page or name this one again.
    return start + answer.count if progress.is_short else 0
