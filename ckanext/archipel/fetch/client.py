"""Reads a document from the Internet without trusting whoever serves it."""

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout
from urllib3.exceptions import DecodeError, HTTPError, SSLError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError

from ckanext.archipel.fetch.address import Network
from ckanext.archipel.fetch.errors import (
    BadStatusError,
    FetchError,
    TooLargeError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
    UnsupportedUrlError,
)
from ckanext.archipel.fetch.politeness import Turn, no_wait
from ckanext.archipel.fetch.retry import seconds_asked
from ckanext.archipel.fetch.transport import Guard, open_pool

CHUNK = 65536
REDIRECTS = {301, 302, 303, 307, 308}
SEE_OTHER = 303
UNCHANGED = 304
USER_AGENT = "ckanext-archipel (+https://pypi.org/project/ckanext-archipel/)"


@dataclass(frozen=True)
class Limits:
    """What a server may cost us."""

    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 120
    max_bytes: int = 50_000_000
    max_redirects: int = 5


@dataclass(frozen=True)
class Way:
    """How this portal goes out: the private networks it may reach, its proxy, and whose turn it is at each host."""

    allowed: Sequence[Network] = ()
    proxy: str = ""
    turn: Turn = no_wait


@dataclass(frozen=True)
class Known:
    """What is known of a document read before, so that its server may answer that it did not change."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Sent:
    """What a request carries: a question too long for an address, such as a CSW query, which changes nothing there."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class Document:
    """What was read, and where it was in the end; no content when it did not change or went into a file."""

    content: bytes
    url: str
    content_type: str
    known: Known = field(default_factory=Known)
    unchanged: bool = False


@dataclass(frozen=True)
class Ask:
    """One request, whatever the address it ends at."""

    method: str
    headers: dict[str, str]
    limits: Limits
    statuses: frozenset[int] = frozenset({200, UNCHANGED})
    read_body: bool = True
    sent: Sent | None = None


def fetch(
    url: str, accept: str = "*/*", limits: Limits | None = None, *, way: Way | None = None, known: Known | None = None
) -> Document:
    """Read a document, following redirects by hand so that each address is checked; any failure is a FetchError."""
    return _answer(url, _get(accept, limits or Limits(), known), way)


def post(
    url: str, sent: Sent, accept: str = "*/*", limits: Limits | None = None, *, way: Way | None = None
) -> Document:
    """Read the answer to what is sent; a redirection is followed with it, unless it says that the answer is there."""
    return _answer(url, replace(_get(accept, limits or Limits(), None), method="POST", sent=sent), way)


def download(url: str, file: BinaryIO, accept: str = "*/*", limits: Limits | None = None, *, way: Way) -> Document:
    """Read a document into an open file, whatever its size in memory; any failure is a FetchError."""
    response, final = request(url, _get(accept, limits or Limits(), None), way, file)
    return _document(response, final, b"")


def request(url: str, ask: Ask, way: Way, body: BinaryIO) -> tuple[BaseHTTPResponse, str]:
    """Send a request and those it redirects to; return the last answer, read and closed, and its address."""
    seconds = ask.limits.total_seconds
    current = url
    for _ in range(ask.limits.max_redirects + 1):
        parts = _http_parts(current)
        with way.turn(str(parts.hostname)):
            # Only the time of the server counts, not that of the wait for a turn.
            started = time.monotonic()
            response = _read(parts, ask, way, seconds, body)
            seconds -= time.monotonic() - started
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or not location:
            return response, current
        current = urljoin(current, location)
        if response.status == SEE_OTHER and ask.sent is not None:
            # The answer is elsewhere, to be read; any other redirection asks for the same question again.
            ask = replace(ask, method="GET", sent=None)
    raise TooManyRedirectsError(url, ask.limits.max_redirects)


def _answer(url: str, ask: Ask, way: Way | None) -> Document:
    body = io.BytesIO()
    response, final = request(url, ask, way or Way(), body)
    return _document(response, final, body.getvalue())


def _get(accept: str, limits: Limits, known: Known | None) -> Ask:
    return Ask("GET", {"Accept": accept, **(known or Known()).headers()}, limits)


def _document(response: BaseHTTPResponse, url: str, content: bytes) -> Document:
    known = Known(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
    kind = response.headers.get("Content-Type", "")
    return Document(content, url, kind, known, unchanged=response.status == UNCHANGED)


def _read(parts: SplitResult, ask: Ask, way: Way, seconds: float, body: BinaryIO) -> BaseHTTPResponse:
    """Ask for one address."""
    url = parts.geturl()
    if seconds <= 0:
        raise TooSlowError(url, ask.limits.total_seconds)
    with Guard(way.allowed, seconds, proxied=bool(way.proxy)) as guard:
        try:
            with open_pool(parts.scheme, str(parts.hostname), parts.port, guard, way.proxy) as pool:
                response = _exchange(pool, parts, ask, bool(way.proxy), body)
        except (HTTPTimeoutError, TimeoutError) as error:
            limit = ask.limits.total_seconds if guard.expired.is_set() else ask.limits.read_seconds
            raise TooSlowError(url, limit) from error
        except (HTTPError, OSError) as error:
            _raise_if_expired(guard, url, ask.limits)
            raise UnreachableError(
                url, _reason(error), passing=not isinstance(error, (SSLError, DecodeError))
            ) from error
        _raise_if_expired(guard, url, ask.limits)
        return response


def _exchange(
    pool: HTTPConnectionPool, parts: SplitResult, ask: Ask, proxied: bool, body: BinaryIO
) -> BaseHTTPResponse:
    url = parts.geturl()
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    response = pool.urlopen(
        ask.method,
        # A proxy is told the whole address of a plain request; a TLS one goes through a tunnel.
        parts._replace(fragment="").geturl() if proxied and parts.scheme == "http" else target,
        body=ask.sent.content if ask.sent else None,
        headers=_headers(ask),
        timeout=Timeout(connect=ask.limits.connect_seconds, read=ask.limits.read_seconds),
        retries=False,
        redirect=False,
        assert_same_host=False,
        preload_content=False,
    )
    try:
        if response.status in REDIRECTS and response.headers.get("Location"):
            return response
        if response.status not in ask.statuses:
            raise BadStatusError(url, response.status, seconds_asked(response.headers.get("Retry-After")))
        if ask.read_body and response.status == 200:
            _copy(response, url, ask.limits.max_bytes, body)
        return response
    finally:
        response.close()


def _headers(ask: Ask) -> dict[str, str]:
    kind = {"Content-Type": ask.sent.content_type} if ask.sent else {}
    return {"Accept-Encoding": "gzip, deflate", "User-Agent": USER_AGENT, **ask.headers, **kind}


def _copy(response: BaseHTTPResponse, url: str, max_bytes: int, body: BinaryIO) -> None:
    """Read the body piece by piece, counting what it weighs once decompressed."""
    read = 0
    while chunk := response.read(CHUNK, decode_content=True):
        read += len(chunk)
        if read > max_bytes:
            raise TooLargeError(url, max_bytes)
        body.write(chunk)


def _http_parts(url: str) -> SplitResult:
    """Split an address and refuse whatever is not plainly http(s); credentials are for no one to send on."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise UnsupportedUrlError(url) from error
    if not valid or parts.username is not None or not url.isprintable():
        raise UnsupportedUrlError(url)
    return parts


def _raise_if_expired(guard: Guard, url: str, limits: Limits) -> None:
    # A cut connection may look like the end of a document without a length.
    if guard.expired.is_set():
        raise TooSlowError(url, limits.total_seconds)


def _reason(error: Exception) -> str:
    if isinstance(error, DecodeError):
        return "réponse compressée illisible"
    if isinstance(error, SSLError):
        return f"certificat ou chiffrement refusé : {error}"
    return str(error)


__all__ = ["Ask", "Document", "FetchError", "Known", "Limits", "Sent", "Way", "download", "fetch", "post", "request"]
