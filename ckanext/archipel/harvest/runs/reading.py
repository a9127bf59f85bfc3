"""What a kind of catalogue reads with: the guarded door to the outside, and the short-cut past unchanged pages."""

import hashlib
from dataclasses import dataclass, field

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.fetch.errors import HostBusyError
from ckanext.archipel.harvest.asking import ask
from ckanext.archipel.harvest.kinds.kind import Request


class PageUnchangedError(Exception):
    """The page about to be parsed has the bytes it had at the last run."""


class HostTakenError(Exception):
    """Another run is reading from the same host: try again later, nothing is wrong."""


@dataclass
class Reader:
    """Reads the documents of one page after another.

    `salt` is all that, besides the bytes, decides what becomes of a page: settings, mapping version, organization.
    """

    salt: str
    expected: str = ""
    _digests: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Document:
        """Read a document; PageUnchangedError when it makes the rest of the page's reading useless."""
        try:
            document = ask(request)
        except HostBusyError as error:
            raise HostTakenError(str(error)) from error
        parts = (self.salt.encode(), request.url.encode(), request.body or b"", document.content)
        lengths = b"".join(len(part).to_bytes(8, "big") for part in parts)
        self._digests.append(hashlib.sha256(lengths + b"".join(parts)).hexdigest())
        if self.expected and self._digests == [self.expected]:
            raise PageUnchangedError(request.url)
        return document

    def expect(self, digest: str) -> None:
        """Begin another page, whose only document had this digest when it was last read."""
        self.expected = digest
        self._digests.clear()

    def digest(self) -> str:
        """Return the digest of the page just read; nothing when it took several documents."""
        return self._digests[0] if len(self._digests) == 1 else ""
