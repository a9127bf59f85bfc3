"""Which pages a pagination offers; the addresses keep everything else of the query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

AROUND = 2


@dataclass(frozen=True)
class PageLink:
    """A page of the pagination, or a gap when it has no number."""

    number: int | None
    near: bool = False


def page_links(current: int, count: int, around: int = AROUND) -> list[PageLink]:
    """Return the first, the last and the current page with its neighbours, gaps in between."""
    kept = sorted({1, count, *range(max(1, current - around), min(count, current + around) + 1)})
    links: list[PageLink] = []
    previous = 0
    for number in kept:
        if number - previous == 2:
            links.append(PageLink(number - 1))
        elif number - previous > 2:
            links.append(PageLink(None))
        links.append(PageLink(number, near=abs(number - current) <= 1))
        previous = number
    return links


def page_query(arguments: Iterable[tuple[str, str]], number: int) -> str:
    """Return the query string of another page of the same list."""
    kept = [(name, value) for name, value in arguments if name != "page"]
    return "?" + urlencode([*kept, ("page", str(number))])
