"""By which of its names a record may be known in another catalogue, and whether it is one of ours. Free of CKAN."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
# What the State's geographic catalogues call a resource: its producer's SIREN, then a name of its own.
SIREN_NAME = re.compile(r"fr-\d{9}-[\w.-]{4,}", re.IGNORECASE)
DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
URN = "urn:uuid:"
MAX_LENGTH = 500


def strong_names(texts: Iterable[str]) -> frozenset[str]:
    """Keep the names that mean the same thing in every catalogue, written one way; « 12 » or « arbres » do not."""
    return frozenset(name for text in texts if (name := _strong(text.strip())))


def is_ours(texts: Iterable[str], own_addresses: Iterable[str]) -> bool:
    """Tell whether a record is a dataset of this portal that another catalogue shows."""
    starts = tuple(f"{address(own)}/dataset/" for own in own_addresses if own)
    return bool(starts) and any(address(text.strip()).startswith(starts) for text in texts)


def address(text: str) -> str:
    """Return a web address without what servers let vary: scheme, case of the host, last slash."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}{fragment}"


def _strong(text: str) -> str:
    if not text or len(text) > MAX_LENGTH:
        return ""
    if doi := DOI.fullmatch(text):
        return f"doi:{doi[1].lower()}"
    web = address(text)
    # The server in front of such a name moves; the name stays.
    last = (web.rpartition("/")[2] if web else text.removeprefix(URN)).lower()
    if UUID.fullmatch(last) or SIREN_NAME.fullmatch(last):
        return last
    return web if "/" in web or "?" in web or "#" in web else ""
