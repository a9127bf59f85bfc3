"""A catalogue in memory: no kind of catalogue needs a socket to be tested."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.fetch.errors import BadStatusError
from ckanext.archipel.harvest.kinds.kind import Kind, Read, RemotePage, RemoteRecord, Request, SourceSettings
from ckanext.archipel.harvest.kinds.registry import KINDS
from demo.partner.asked import Asked
from demo.partner.server import CATALOGUES, answer

BASE = "https://partenaire.exemple.fr"


@dataclass
class Memory:
    """Answers by address, or by a function of the request; notes what was asked."""

    answers: dict[str, bytes] | Callable[[Request], bytes | None]
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Document:
        """Answer one request; what is not known answers 404."""
        self.asked.append(request)
        content = self.answers(request) if callable(self.answers) else self.answers.get(request.url)
        if content is None:
            raise BadStatusError(request.url, 404)
        return Document(content, request.url, "")


def partner(*faults: str) -> Read:
    """The demo's partners, broken in these ways."""

    def read(request: Request) -> Document:
        target = urlsplit(request.url)._replace(scheme="", netloc="").geturl()
        found = answer(Asked(BASE, target, request.body or b"", frozenset(faults)))
        if found.status != 200:
            raise BadStatusError(request.url, found.status)
        return Document(found.content, request.url, found.media_type)

    return read


def source(kind: str, **settings: Any) -> SourceSettings:
    """The source of a kind at the demo's partners."""
    return SourceSettings(BASE + CATALOGUES[kind], **settings)


def records(pages: Iterable[RemotePage]) -> list[RemoteRecord]:
    """All the records of these pages."""
    return [record for page in pages for record in page.records]


@pytest.fixture(autouse=True)
def our_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's own host, without a configured portal."""
    monkeypatch.setattr("ckanext.archipel.harvest.kinds.udata.own_hosts", lambda: frozenset({"portail.exemple.fr"}))


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Kind:
    """A kind, by its name; that which reads RDF needs CKAN's plugins."""
    if request.param == "dcat":
        request.getfixturevalue("with_plugins")
    return KINDS[request.param]
