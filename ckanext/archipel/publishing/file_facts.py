"""What a deposited file says of itself: size, checksum, format; of a CSV, encoding and separator. Free of CKAN."""

import codecs
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

CHUNK = 1 << 18
SAMPLE = 1 << 16
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "vertical bars"}
TABLES = {"csv", "tsv", "txt"}
MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class FileFacts:
    """Size in bytes, hexadecimal SHA-256, format and media type of a file; encoding and separator of a table."""

    size: int
    sha256: str
    format: str
    media_type: str
    encoding: str = ""
    separator: str = ""


def examine(stream: IO[bytes], name: str) -> FileFacts:
    """Read a file once, piece by piece, and leave the stream at its start."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    digest, size, sample, utf8 = hashlib.sha256(), 0, b"", _Utf8()
    for chunk in _chunks(stream):
        digest.update(chunk)
        size += len(chunk)
        sample += chunk[: max(SAMPLE - len(sample), 0)]
        utf8.feed(chunk)
    stream.seek(0)
    media_type = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or ""
    facts = FileFacts(size, digest.hexdigest(), suffix.upper(), media_type)
    if suffix not in TABLES or not sample:
        return facts
    encoding = _encoding(sample, is_utf8=utf8.valid())
    return FileFacts(size, facts.sha256, facts.format, media_type, encoding, separator(sample, encoding))


def separator(sample: bytes, encoding: str) -> str:
    """Return the character that cuts the first lines into the same number of columns, two at least; else nothing."""
    text = sample.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    best, score = "", 0
    for candidate in SEPARATORS:
        counts = [line.count(candidate) for line in lines]
        regular = sum(1 for count in counts if count and count == counts[0])
        if regular > score:
            best, score = candidate, regular
    return best


def _encoding(sample: bytes, *, is_utf8: bool) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if is_utf8 else "windows-1252"


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk


class _Utf8:
    """Tells whether the bytes fed are UTF-8, without keeping them."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._valid = True

    def feed(self, chunk: bytes) -> None:
        if self._valid:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self._valid = False

    def valid(self) -> bool:
        if self._valid:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self._valid = False
        return self._valid
