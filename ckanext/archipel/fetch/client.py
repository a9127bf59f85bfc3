"""Reads a document from the Internet without trusting whoever serves it."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from ckanext.archipel.fetch.transport import Guard, open_pool

CHUNK = 65536
REDIRECTS = {301, 302, 303, 307, 308}
USER_AGENT = "ckanext-archipel (moissonnage)"


@dataclass(frozen=True)
class Limits:
    """What a server may cost us."""

    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 120
    max_bytes: int = 50_000_000
    max_redirects: int = 5


@dataclass(frozen=True)
class Document:
    """What was read, and where it was in the end."""

    content: bytes
    url: str
    content_type: str


def fetch(url: str, accept: str = "*/*", limits: Limits | None = None, allowed: Sequence[Network] = ()) -> Document:
    """Read a document, following redirects by hand so that each address is checked; any failure is a FetchError."""
    limits = limits or Limits()
    current = url
    with Guard(allowed, limits.total_seconds) as guard:
        for _ in range(limits.max_redirects + 1):
            answer = _read(current, accept, limits, guard)
            if isinstance(answer, Document):
                return answer
            current = answer
    raise TooManyRedirectsError(url, limits.max_redirects)


def _read(url: str, accept: str, limits: Limits, guard: Guard) -> Document | str:
    """Ask for one address: return the document, or the address it redirects to."""
    parts = _http_parts(url)
    try:
        with open_pool(parts.scheme, str(parts.hostname), parts.port, guard) as pool:
            answer = _exchange(pool, parts, accept, limits)
    except (HTTPTimeoutError, TimeoutError) as error:
        raise TooSlowError(url, limits.total_seconds if guard.expired.is_set() else limits.read_seconds) from error
    except (HTTPError, OSError) as error:
        _raise_if_expired(guard, url)
        raise UnreachableError(url, _reason(error)) from error
    _raise_if_expired(guard, url)
    return answer


def _exchange(pool: HTTPConnectionPool, parts: SplitResult, accept: str, limits: Limits) -> Document | str:
    url = parts.geturl()
    response = pool.urlopen(
        "GET",
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        headers={"Accept": accept, "Accept-Encoding": "gzip, deflate", "User-Agent": USER_AGENT},
        timeout=Timeout(connect=limits.connect_seconds, read=limits.read_seconds),
        retries=False,
        redirect=False,
        preload_content=False,
    )
    try:
        location = response.headers.get("Location")
        if response.status in REDIRECTS and location:
            return urljoin(url, location)
        if response.status != 200:
            raise BadStatusError(url, response.status)
        return Document(_body(response, url, limits.max_bytes), url, response.headers.get("Content-Type", ""))
    finally:
        response.close()


def _body(response: BaseHTTPResponse, url: str, max_bytes: int) -> bytes:
    """Read the body piece by piece, counting what it weighs once decompressed."""
    chunks = bytearray()
    while chunk := response.read(CHUNK, decode_content=True):
        chunks += chunk
        if len(chunks) > max_bytes:
            raise TooLargeError(url, max_bytes)
    return bytes(chunks)


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


def _raise_if_expired(guard: Guard, url: str) -> None:
    # A cut connection may look like the end of a document without a length.
    if guard.expired.is_set():
        raise TooSlowError(url, guard.seconds)


def _reason(error: Exception) -> str:
    if isinstance(error, DecodeError):
        return "réponse compressée illisible"
    if isinstance(error, SSLError):
        return f"certificat ou chiffrement refusé : {error}"
    return str(error)


__all__ = ["Document", "FetchError", "Limits", "fetch"]
