"""Going from page to page."""

import pytest

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.fetch.errors import BadStatusError
from ckanext.archipel.harvest.pages import read_pages
from ckanext.archipel.harvest.rdf_page import PageError

HOME = "https://a.exemple.fr/p1"


def server(**links: str) -> dict[str, bytes]:
    template = "@prefix h: <http://www.w3.org/ns/hydra/core#> . <> a h:PagedCollection ; {} ."
    return {f"https://a.exemple.fr/{name}": template.format(link).encode() for name, link in links.items()}


def walk(pages: dict[str, bytes], max_pages: int = 10) -> list[str]:
    def read(url: str, accept: str) -> Document:
        if url not in pages:
            raise BadStatusError(url, 500)
        return Document(pages[url], url, "text/turtle")

    return [page.url.rpartition("/")[2] for page in read_pages(HOME, read, max_pages)]


@pytest.mark.parametrize(
    "link", ["h:next <p2>", "h:nextPage <p2>", 'h:next "p2"', 'h:nextPage "https://a.exemple.fr/p2"']
)
def test_follows_both_hydra_ways_as_address_or_text(link: str) -> None:
    assert walk(server(p1=link, p2="h:totalItems 2")) == ["p1", "p2"]


@pytest.mark.parametrize(
    ("pages", "word"),
    [
        (server(p1="h:next <p2>", p2="h:next <p1>"), "déjà lue"),
        (server(p1="h:next <p1>"), "déjà lue"),
        (server(p1="h:next <https://b.exemple.fr/p2>"), "autre serveur"),
        (server(p1='h:next "file:///etc/passwd"'), "autre serveur"),
        (server(p1="h:next <p2>"), "HTTP 500"),
        (server(p1='h:next "http://[bad"'), r"n'en est pas une.*http://\[bad"),
        (server(p1='h:next "https://a.exemple.fr:port/p2"'), "n'en est pas une"),
        (server(p1='h:next "https://a.exemple.fr/\\u0000"'), "n'en est pas une"),
        (server(p1=f'h:next "https://a.exemple.fr/{"a" * 6000}"'), "n'en est pas une"),
        (server(**{f"p{n}": f"h:next <p{n + 1}>" for n in range(1, 30)}), "10 pages"),
    ],
)
def test_stops_and_says_why_when_a_following_page_cannot_be_had(pages: dict[str, bytes], word: str) -> None:
    with pytest.raises(PageError, match=word):
        walk(pages)
