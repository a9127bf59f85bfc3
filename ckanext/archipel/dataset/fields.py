"""The one place where values from outside are written as the dataset's fields want them. Free of CKAN."""

import re
from urllib.parse import urlsplit

from ckanext.archipel import territory
from ckanext.archipel.dataset.dates import normalise_date
from ckanext.archipel.dataset.keywords import clean_keyword, split_keywords
from ckanext.archipel.dataset.licences import match_licence
from ckanext.archipel.vocabulary import Term, vocabulary

__all__ = [
    "clean_keyword",
    "clean_url",
    "match_licence",
    "media_type_of",
    "normalise_date",
    "normalise_format",
    "normalise_frequency",
    "normalise_language",
    "normalise_term",
    "normalise_territory",
    "split_keywords",
]

MAX_URL = 2000
WEB = frozenset({"http", "https"})
FILE_SERVERS = WEB | {"ftp", "ftps"}
NOT_IN_URL = re.compile(r"[\s\x00-\x20\x7f<>\"{}|\\^`]")
MEDIA_TYPE = re.compile(r"(?:^|/media-types/)([a-z]+/[a-z0-9][a-z0-9.+-]{0,99})$")
MAX_FORMAT = 100
# Every space there is, and the dot.
EDGES = "." + "".join(character for character in map(chr, range(0x3001)) if character.isspace())


def normalise_term(name: str, value: str) -> str | None:
    """Write a value as the code list `name` stores it, from an id, an address, a label or a known spelling."""
    words = vocabulary(name)
    value = value.strip()
    term = words.find(value) or (words.find(_last_segment(value)) if "://" in value else None)
    return words.value(term) if term else None


def normalise_frequency(value: str) -> str | None:
    """Return the European URI of an update frequency written as a word, a code or another vocabulary's URI."""
    return normalise_term("frequency", value)


def normalise_language(value: str) -> str | None:
    """Return the European URI of a language written as a code, a locale, a name or another vocabulary's URI."""
    return normalise_term("language", value) or normalise_term("language", re.split(r"[-_]", value.strip())[0])


def normalise_territory(value: str) -> str | None:
    """Return the zone id of a territory written as an id, an INSEE URI, a name or the code of a département."""
    known = territory.find(value)
    if known:
        return known.id
    zone = territory.zone_of_uri(value.strip()) or value.strip()
    return zone if territory.is_zone(zone) else None


def normalise_format(value: str) -> str | None:
    """Return the usual name of a file format written as a name, a media type or an address."""
    value = value.strip()
    term = _file_type(value)
    if term:
        return term.id
    name = (_last_segment(value) if "://" in value else value).strip(EDGES)[:MAX_FORMAT].strip(EDGES)
    # What was around the name may have hidden a name that is known.
    return normalise_format(name) if name != value else name or None


def media_type_of(value: str) -> str | None:
    """Return the media type of a format, given its name, its media type or the address IANA gives it."""
    if match := MEDIA_TYPE.search(value.strip().lower()):
        return match[1]
    term = _file_type(value)
    return term.media_type or None if term else None


def clean_url(text: str, schemes: frozenset[str] = WEB) -> str | None:
    """Return an address, of the web unless told otherwise, that can be stored and linked to, or nothing."""
    text = text.strip()
    if not text or len(text) > MAX_URL or NOT_IN_URL.search(text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    return text if parts.scheme.lower() in schemes and host else None


def _last_segment(uri: str) -> str:
    path = uri.rstrip("/#")
    return path[max(path.rfind("/"), path.rfind("#")) + 1 :] or uri


def _file_type(value: str) -> Term | None:
    formats = vocabulary("file_type")
    if match := MEDIA_TYPE.search(value.strip().lower()):
        written = next((term for term in formats.terms if term.media_type == match[1]), None)
        return written or formats.find(match[1])
    return formats.find(value) or (formats.find(_last_segment(value)) if "://" in value else None)
