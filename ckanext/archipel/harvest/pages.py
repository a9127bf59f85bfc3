"""Goes through the pages of a catalogue, without ever going round in circles or to another server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from rdflib import Graph, Namespace

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.fetch.errors import FetchError
from ckanext.archipel.harvest.addresses import check_address, joined
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.rdf_page import parse_page

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
ROUND = "La page {} annonce comme suivante une page déjà lue : {}."
OTHER_SERVER = "La page suivante est annoncée sur un autre serveur, elle n'a pas été lue : {}."
ACCEPT = "application/rdf+xml, text/turtle, application/ld+json, application/n-triples;q=0.9, */*;q=0.1"


@dataclass(frozen=True)
class Page:
    """A page that was read."""

    url: str
    graph: Graph


def read_pages(
    url: str, read: Callable[[str, str], Document], max_pages: int, before: str | None = None
) -> Iterator[Page]:
    """Yield the pages one by one, on the server of the first or of the page before it; PageError when one is lost."""
    seen = {before} if before else set()
    home = _host(before or url)
    following: str | None = url
    if before:
        check_address(url)
        if _host(url) != home:
            raise PageError(OTHER_SERVER.format(url))
    if url in seen:
        raise PageError(ROUND.format(before, url))
    while following:
        if len(seen) >= max_pages:
            raise PageError(f"Le catalogue a plus de {max_pages} pages (option ckanext.archipel.harvest.max_pages).")
        page = _read_page(following, read)
        seen.update({following, page.url})
        yield page
        following = next_page(page)
        check_address(following or "")
        if following in seen:
            raise PageError(ROUND.format(page.url, following))
        if following and _host(following) not in {home, _host(page.url)}:
            raise PageError(OTHER_SERVER.format(following))


def next_page(page: Page) -> str | None:
    """Return the address of the next page, whichever of Hydra's two ways announces it."""
    found = {
        joined(page.url, str(target))
        for predicate in (HYDRA.next, HYDRA.nextPage)
        for target in page.graph.objects(None, predicate)
    }
    return min(found, default=None)


def _read_page(url: str, read: Callable[[str, str], Document]) -> Page:
    try:
        document = read(url, ACCEPT)
    except FetchError as error:
        raise PageError(str(error)) from error
    return Page(document.url, parse_page(document))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).netloc or "").lower()
    except ValueError:
        return ""
