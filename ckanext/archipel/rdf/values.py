"""Single values made fit for every consumer, or refused: one bad address or date fails a whole dataset elsewhere."""

import ipaddress
import json
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlsplit

from ckanext.archipel.dataset.dates import normalise_date

SCHEMES = ("http", "https", "ftp", "ftps")
QUOTED = {character: quote(character) for character in " !\"$'()*,;<>[]{|}\\^`"}
HOST = re.compile(r"(?:[\w\u00a1-\uffff](?:[\w\u00a1-\uffff-]*[\w\u00a1-\uffff])?\.)+(?P<top>[^\W\d_][\w-]+)")
PRIVATE_TOPS = frozenset(
    {
        *("corp", "example", "home", "internal", "intra", "intranet", "invalid"),
        *("lan", "local", "localdomain", "localhost", "private", "test"),
    }
)
EMAIL = re.compile(r"[^@\s<>\"'(),;:\\/]+@[\w-]+(?:\.[\w-]+)+")
MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+")
IANA = "https://www.iana.org/assignments/media-types/"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def web_url(value: object, known_hosts: Iterable[str] = ()) -> str | None:
    """Return the address, as written, when the outside world can reach such an address, else nothing."""
    if not isinstance(value, str):
        return None
    written = value.strip()
    if re.search(r"[\x00-\x1f\x7f]", written):
        return None
    try:
        parts = urlsplit("".join(QUOTED.get(character, character) for character in written))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES or parts.username is not None or port == 0:
        return None
    if parts.fragment and not parts.path:
        return None
    return written if host in set(known_hosts) or _is_public(host) else None


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        match = HOST.fullmatch(host)
        return bool(match and match["top"] not in PRIVATE_TOPS)


def iso_date(value: object, *, end: bool = False) -> str | None:
    """Return an ISO date, or an UTC date and time; a bare year or month becomes its first (or last) day."""
    text = normalise_date(value) if isinstance(value, str) else None
    if not text or DAY.fullmatch(text):
        return text
    if "T" in text:
        return _utc(text)
    year, month = int(text[:4]), int(text[5:]) if text[4:] else (12 if end else 1)
    return f"{year:04}-{month:02}-{monthrange(year, month)[1] if end else 1:02}"


def _utc(text: str) -> str | None:
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    try:
        return aware.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return None


def byte_size(value: object) -> int | None:
    """Return a file's size in bytes when it is a positive number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        size = int(value) if isinstance(value, int) else int(float(value))
    except (ValueError, OverflowError):
        return None
    return size if size > 0 else None


def email(value: object) -> str | None:
    """Return a bare e-mail address, also from a `mailto:` or from an address wrongly resolved against a catalogue."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    text = text.rsplit("/", 1)[-1] if text.startswith(("http://", "https://")) else text.removeprefix("mailto:")
    return text if EMAIL.fullmatch(text) else None


def media_type(value: object) -> str | None:
    """Return a media type as `type/subtype`, from itself or from its IANA address."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"^https?://www\.iana\.org/assignments/media-types/", "", value.strip().lower())
    text = text.split(";", 1)[0].strip()
    return text if MEDIA_TYPE.fullmatch(text) else None


def as_list(value: object) -> list[Any]:
    """Return a list field's values, whether it is a list, its JSON, or a text where commas separate."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return [part.strip() for part in str(value).split(",") if part.strip()]
    if isinstance(value, list):
        return [item for item in value if item not in (None, "")]
    return [] if value in (None, "") else [value]
