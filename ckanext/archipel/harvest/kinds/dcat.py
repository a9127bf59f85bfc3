"""The kind `dcat`: RDF pages of datasets, in any syntax, linked by either of Hydra's two ways."""

import json
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from rdflib import Graph

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds.dcat_services import standalone_services
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, Request, SourceSettings
from ckanext.archipel.harvest.mapping import Mapped
from ckanext.archipel.harvest.pages import next_page, read_pages
from ckanext.archipel.harvest.records import PageParser

MAX_PAGES = 10_000
EXTENSIONS = (".rdf", ".ttl", ".n3", ".nt", ".jsonld", ".xml")


class DcatKind:
    """Catalogues in DCAT."""

    name = "dcat"
    mapping_version = 3
    filters: Collection[str] = frozenset()

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("DCAT catalogue (RDF)")

    def detect(self, url: str) -> bool:
        """Tell whether an address ends like an RDF file."""
        path = urlsplit(url).path.lower()
        return path.endswith(EXTENSIONS) and "csw" not in path

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages, each followed by those that it announces on the same server."""
        before, start = json.loads(cursor) if cursor else (None, source.url)

        def read_page(url: str, accept: str) -> Document:
            return read(Request(url, accept))

        for page in read_pages(start, read_page, MAX_PAGES, before):
            following = next_page(page)
            # The page before is kept, to know again which server the next one must be on.
            resume = json.dumps([page.url, following]) if following else None
            yield RemotePage(page.url, records_of(page.graph), resume)

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        return finish(record.payload, source)


def records_of(graph: Graph) -> list[RemoteRecord]:
    """List the datasets that a graph describes, with the services that say they serve them."""
    found, services = [], standalone_services(graph)
    for record in PageParser(graph).records():
        values = record.values
        if served := services.get(record.uri):
            values = {**values, "resources": [*values.get("resources", []), *served]}
        found.append(RemoteRecord(record.identifier, record.uri, record.alternates, values, record.problem))
    return found
