"""The kind `udata`: what an organisation, a territory or a topic has on data.gouv.fr, or on another udata."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.fetch.errors import BadStatusError
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import finish
from ckanext.archipel.harvest.kinds.http_json import read_json, same_site, site, text, with_query
from ckanext.archipel.harvest.kinds.identifiers import with_lasting_names
from ckanext.archipel.harvest.kinds.kind import Read, RemotePage, RemoteRecord, SourceSettings, no_datasets
from ckanext.archipel.harvest.kinds.reading import as_dict
from ckanext.archipel.harvest.kinds.udata_mapping import values
from ckanext.archipel.harvest.kinds.wholeness import Progress, read_cursor, write_cursor
from ckanext.archipel.harvest.mapping import Mapped
from ckanext.archipel.rdf.profile import own_hosts

PAGE_SIZE = 100
FILTERS = {"organization": "organization", "territory": "geozone", "theme": "topic", "keyword": "tag"}
OBJECT_ID = re.compile(r"[0-9a-f]{24}")
ORGANIZATION_PAGE = re.compile(r"/(?:[a-z]{2}/)?organizations/([\w-]+)/?")
NOT_SHOWN = "Jeu de données supprimé, archivé ou privé là-bas, ou venu de ce portail"
# In which version of the API things are shown by their names, and what they are called.
NAMED = {"organizations": (1, "d'organisation"), "topics": (2, "de thème")}
UNKNOWN = {404, 410}
NO_FILTER = (
    "Rien ne dit quels jeux de données prendre sur {}. "
    "Choisissez une organisation, un territoire, un thème ou un mot-clé."
)


class UdataKind:
    """Platforms that run udata: data.gouv.fr first of all."""

    name = "udata"
    mapping_version = 1
    filters: Collection[str] = FILTERS.keys()

    def title(self) -> str:
        """Name the kind on screen."""
        return tk._("data.gouv.fr (an organization, a territory or a topic)")

    def detect(self, url: str) -> bool:
        """Tell whether an address is of data.gouv.fr or of udata's API."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        return host in {"www.data.gouv.fr", "data.gouv.fr", "demo.data.gouv.fr"} or bool(
            re.match(r"/api/[12]/(?:datasets|organizations)/", parts.path)
        )

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages, in the order datasets were created: those that change meanwhile do not move."""
        url, *counted = read_cursor(cursor, 3) if cursor else (_first_address(source, read),)
        progress, last, seen = Progress(*counted), "", set()
        while url or progress.is_short:
            if not url:
                progress.check(last or site(source.url))
            seen.add(url)
            answer = as_dict(read_json(read, url))
            if not isinstance(answer.get("data"), list):
                raise PageError(f"{url} ne répond pas comme une plateforme udata : il n'y a pas de liste « data ».")
            following = answer.get("next_page")
            next_url = same_site(url, following, "data.gouv.fr") if following else ""
            if next_url in seen:
                raise PageError(f"La page {url} annonce comme suivante une page déjà lue : {next_url}.")
            total = answer["total"] if isinstance(answer.get("total"), int) else None
            records = [record for entry in answer["data"] if (record := record_of(as_dict(entry)))]
            progress = progress.after(url, records, len(answer["data"]), total)
            resume = write_cursor(next_url, progress.received, progress.announced)
            left_out = no_datasets(NOT_SHOWN, len(answer["data"]) - len(records))
            yield RemotePage(url, records, resume if next_url or progress.is_short else None, total, left_out)
            url, last = next_url, url

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        return finish(values(record.payload), source)


def record_of(dataset: Mapping[str, Any]) -> RemoteRecord | None:
    """Return the record of a dataset; none for what is not shown there, nor for what came from this very portal."""
    harvest = as_dict(dataset.get("harvest"))
    hidden = any(dataset.get(key) for key in ("deleted", "archived", "private"))
    if hidden or text(harvest.get("domain")).lower() in own_hosts():
        return None
    found = [harvest.get(key) for key in ("remote_id", "dct_identifier", "uri", "remote_url")]
    others = {text(value) for value in (*found, as_dict(dataset.get("extras")).get("inspire:identifier"))}
    problem = "" if text(dataset.get("title")) else "La notice n'a pas de titre."
    identifier = text(dataset.get("id"))
    alternates = with_lasting_names(others, identifier)
    return RemoteRecord(identifier, text(dataset.get("uri")), alternates, dataset, problem, text(dataset.get("page")))


def _first_address(source: SourceSettings, read: Read) -> str:
    parts = urlsplit(source.url)
    is_list = re.fullmatch(r"/api/1/datasets/", parts.path) is not None
    written = {key: values[0] for key, values in parse_qs(parts.query).items()} if is_list else {}
    asked = {name: written[name] for name in FILTERS.values() if written.get(name)}
    if page := ORGANIZATION_PAGE.fullmatch(parts.path):
        asked["organization"] = page[1]
    asked |= {FILTERS[key]: value for key, value in source.filters.items() if key in FILTERS and value}
    if not asked:
        raise PageError(NO_FILTER.format(site(source.url)))
    if "geozone" in asked:
        asked["geozone"] = territory.zone_of(asked["geozone"]) or asked["geozone"]
    if "organization" in asked and not OBJECT_ID.fullmatch(asked["organization"]):
        asked["organization"] = _identifier(source.url, "organizations", asked["organization"], read)
    # Even by its identifier: a topic that udata does not know filters nothing there.
    if "topic" in asked:
        asked["topic"] = _identifier(source.url, "topics", asked["topic"], read)
    address = source.url if is_list else f"{site(source.url)}/api/1/datasets/"
    return with_query(address, {**dict(sorted(asked.items())), "sort": "created", "page": 1, "page_size": PAGE_SIZE})


def _identifier(url: str, what: str, name: str, read: Read) -> str:
    """Return the identifier of an organisation or a topic known by it or by what its address ends with."""
    version, called = NAMED[what]
    unknown = PageError(f"{site(url)} ne connaît pas {called} « {name[:80]} » : vérifiez le filtre de la source.")
    if not re.fullmatch(r"[\w-]{1,200}", name):
        raise unknown
    try:
        answer = read_json(read, f"{site(url)}/api/{version}/{what}/{name}/")
    except PageError as error:
        if isinstance(error.__cause__, BadStatusError) and error.__cause__.status in UNKNOWN:
            raise unknown from error
        raise
    found = text(as_dict(answer).get("id"))
    if not OBJECT_ID.fullmatch(found):
        raise unknown
    return found
