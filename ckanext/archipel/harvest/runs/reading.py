"""What a kind of catalogue reads with: the guarded door to the outside, and the short-cut past unchanged pages."""

import hashlib
import json
from dataclasses import dataclass, field

from ckanext.archipel.fetch.client import Document, Known
from ckanext.archipel.fetch.errors import HostBusyError
from ckanext.archipel.harvest.asking import ask
from ckanext.archipel.harvest.kinds.kind import Request
from ckanext.archipel.harvest.ledger.pages import KnownPage


class PageUnchangedError(Exception):
    """The page about to be parsed has the bytes it had at the last run, or its server says that it did not change."""


class HostTakenError(Exception):
    """Another run is reading from the same host: try again later, nothing is wrong."""


@dataclass
class Reader:
    """Reads the documents of one page after another.

    `salt` is all that, besides the bytes, decides what becomes of a page: settings, mapping version, organization.
    Whatever is not read at the moment `until` of the monotonic clock, if there is one, is lost.
    """

    salt: str
    until: float | None = None
    _expected: KnownPage | None = None
    _digests: list[str] = field(default_factory=list)
    _conditions: str = ""

    def __call__(self, request: Request) -> Document:
        """Read a document; PageUnchangedError when it makes the rest of the page's reading useless."""
        known = self._known(request)
        try:
            document = ask(request, known, self.until)
        except HostBusyError as error:
            raise HostTakenError(str(error)) from error
        if known is not None and document.unchanged:
            raise PageUnchangedError(request.url)
        self._conditions = self._written(request, document.known)
        parts = (self.salt.encode(), request.url.encode(), request.body or b"", document.content)
        lengths = b"".join(len(part).to_bytes(8, "big") for part in parts)
        self._digests.append(hashlib.sha256(lengths + b"".join(parts)).hexdigest())
        if self._expected is not None and self._digests == [self._expected.digest]:
            raise PageUnchangedError(request.url)
        return document

    def expect(self, page: KnownPage | None) -> None:
        """Begin another page, which was of one document when it was last read."""
        self._expected = page
        self._digests.clear()
        self._conditions = ""

    def digest(self) -> str:
        """Return the digest of the page just read; nothing when it took several documents."""
        return self._digests[0] if len(self._digests) == 1 else ""

    def conditions(self) -> str:
        """Return what the server of the page just read may be asked with next time; nothing when it gave nothing."""
        return self._conditions if len(self._digests) == 1 else ""

    def _known(self, request: Request) -> Known | None:
        """Return what is known of the first document of the page, provided the same would be made of it."""
        if self._expected is None or not self._expected.conditions or self._digests or request.body is not None:
            return None
        kept = json.loads(self._expected.conditions)
        same = (kept["salt"], kept["url"]) == (self.salt, request.url)
        return Known(kept["etag"], kept["last_modified"]) if same else None

    def _written(self, request: Request, known: Known) -> str:
        if request.body is not None or not known.headers():
            return ""
        values = {"salt": self.salt, "url": request.url, "etag": known.etag, "last_modified": known.last_modified}
        return json.dumps(values)
