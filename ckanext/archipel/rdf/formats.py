"""Formats, media types and checksums, named as the European, IANA and SPDX registers name them."""

import re

from ckanext.archipel.rdf.values import IANA, media_type
from ckanext.archipel.vocabulary import Term, vocabulary

FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
OGC = "http://www.opengeospatial.org/standards/"
SERVICES = {"WMS": "wms", "WFS": "wfs", "WMTS": "wmts", "WCS": "wcs"}
HEX = re.compile(r"[0-9a-f]+")
LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


def file_type(text: object) -> Term | None:
    """Return the format that a text, a European URI or a media type names."""
    if not isinstance(text, str) or not text.strip():
        return None
    formats = vocabulary("file_type")
    found = formats.find(text)
    if found is None and (bracketed := re.search(r"\(([^()]+)\)\s*$", text)):
        found = formats.find(bracketed[1])
    return found or by_media_type(text)


def by_media_type(text: object) -> Term | None:
    """Return the format that has this media type."""
    wanted = media_type(text)
    return next((term for term in vocabulary("file_type").terms if wanted and term.media_type == wanted), None)


def format_uri(text: object) -> str | None:
    """Return the European URI of a format, also of one our list does not hold but that is already such a URI."""
    if (term := file_type(text)) is not None:
        return term.uri or None
    written = str(text or "").strip().replace("https://", "http://", 1)
    return written if re.fullmatch(re.escape(FILE_TYPES) + r"\w+", written) else None


def media_type_uri(mimetype: object, format_text: object) -> str | None:
    """Return the IANA address of a media type, taken from the format when none is given."""
    term = file_type(format_text)
    found = media_type(mimetype) or media_type(format_text) or (media_type(term.media_type) if term else None)
    return IANA + found if found else None


def service_standard(format_text: object) -> str | None:
    """Return the OGC standard that a web service follows: this is how data.gouv.fr knows a map service."""
    term = file_type(format_text)
    name = term.id if term else str(format_text or "").strip().upper().removeprefix("OGC:")
    return OGC + SERVICES[name] if name in SERVICES else None


def checksum(value: object, algorithm: object) -> tuple[str, str] | None:
    """Return a checksum and its SPDX algorithm when they agree with each other; a missing algorithm is deduced."""
    digits = str(value or "").strip().lower()
    expected = LENGTHS.get(len(digits))
    if expected is None or not HEX.fullmatch(digits):
        return None
    algorithms = vocabulary("checksum_algorithm")
    named = algorithms.find(str(algorithm)) if algorithm else algorithms.get(expected)
    return (digits, named.uri) if named and named.id == expected else None
