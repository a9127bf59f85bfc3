"""The API of data.gouv.fr, as far as the harvest of a portal goes. Free of CKAN: whoever uses it says how to send."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from ckanext.archipel.datagouv.refusals import DataGouvError, NotDataGouvError, refusal

Json = dict[str, Any]
PAGE = 50


@dataclass(frozen=True)
class Answer:
    """What came back: a status, and a body."""

    status: int
    content: bytes


Send = Callable[[str, str, bytes | None], Answer]


class DataGouv:
    """A platform that runs udata; `send` takes a method, a path that starts with `/`, and a body."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def organization(self, identifier: str) -> Json:
        """Return an organization by its id or the end of its page's address."""
        return self._ask("GET", f"/organizations/{quote(identifier, safe='')}/")

    def sources(self, organization: str) -> Iterator[Json]:
        """Yield the harvest sources of an organization."""
        return self._pages("/harvest/sources/", {"organization": organization})

    def source(self, identifier: str) -> Json:
        """Return a harvest source, with its last job."""
        return self._ask("GET", f"/harvest/source/{quote(identifier, safe='')}/")

    def preview(self, source: Mapping[str, Any]) -> Json:
        """Return the job that a source would give on its first items; nothing is stored there."""
        return self._ask("POST", "/harvest/source/preview/", source)

    def create(self, source: Mapping[str, Any]) -> Json:
        """Register a source; data.gouv.fr's administrators then validate it."""
        return self._ask("POST", "/harvest/sources/", source)

    def update(self, identifier: str, changes: Mapping[str, Any]) -> Json:
        """Change a source."""
        return self._ask("PUT", f"/harvest/source/{quote(identifier, safe='')}/", changes)

    def last_job(self, source: str) -> Json | None:
        """Return the last job of a source, nothing when it never ran."""
        path = f"/harvest/source/{quote(source, safe='')}/jobs/"
        return next(iter(self._page(f"{path}?{urlencode({'page_size': 1})}")["data"]), None)

    def items(self, job: str, status: str) -> Iterator[Json]:
        """Yield the items of a job that have this status."""
        return self._pages(f"/harvest/job/{quote(job, safe='')}/items/", {"status": status})

    def _pages(self, path: str, query: Mapping[str, str]) -> Iterator[Json]:
        number = 1
        while True:
            # The number, not the address of the next page: we go where the administrator said, and nowhere else.
            page = self._page(f"{path}?{urlencode({**query, 'page': number, 'page_size': PAGE})}")
            yield from page["data"]
            if not page["data"] or not page.get("next_page"):
                return
            number += 1

    def _page(self, path: str) -> Json:
        page = self._ask("GET", path)
        if not isinstance(page.get("data"), list):
            raise NotDataGouvError
        return page

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
        answer = self._send(method, path, json.dumps(body).encode() if body is not None else None)
        found = _loaded(answer.content)
        if answer.status >= 300:
            raise refusal(answer.status, path, found or {})
        if found is None:
            raise NotDataGouvError
        return found


def _loaded(content: bytes) -> Json | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


__all__ = ["Answer", "DataGouv", "DataGouvError", "Json", "Send"]
