"""What a deposited file says of itself: size, checksum, format; of a CSV, encoding and separator. Free of CKAN."""

import codecs
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO

from ckanext.archipel.dataset import fields

CHUNK = 1 << 18
SAMPLE = 1 << 16
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "vertical bars"}
TABLES = {"csv", "tsv", "txt"}
COMPRESSED = frozenset({"gz", "bz2", "zst"})
MEDIA_TYPES = {"gpkg": "application/geopackage+sqlite3", "parquet": "application/vnd.apache.parquet"}
# Python's own table: that of the machine would make the answer depend on the server.
OTHERS = mimetypes.MimeTypes()


@dataclass(frozen=True)
class FileFacts:
    """What is known of a file; format and media type are those of what it holds when `compression` says how."""

    size: int
    sha256: str
    format: str
    media_type: str
    compression: str = ""
    encoding: str = ""
    separator: str = ""


def examine(stream: IO[bytes], name: str) -> FileFacts:
    """Read a file once, piece by piece, and leave the stream at its start."""
    suffix, compression = _kind(name)
    digest, size, sample, utf8 = hashlib.sha256(), 0, b"", _Utf8()
    for chunk in _chunks(stream):
        digest.update(chunk)
        size += len(chunk)
        sample += chunk[: max(SAMPLE - len(sample), 0)]
        utf8.feed(chunk)
    stream.seek(0)
    facts = FileFacts(size, digest.hexdigest(), suffix.upper(), _media_type(suffix), compression)
    if suffix not in TABLES or compression or not sample:
        return facts
    encoding = _encoding(sample, is_utf8=utf8.valid())
    return replace(facts, encoding=encoding, separator=separator(sample, encoding))


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


def _kind(name: str) -> tuple[str, str]:
    """Return the suffix of a file and its compression: those of `table.csv.gz` are `csv` and gzip's."""
    path = PurePosixPath(name.replace("\\", "/").strip())
    suffix = path.suffix.lower().lstrip(".")
    inside = PurePosixPath(path.stem).suffix.lower().lstrip(".")
    if suffix in COMPRESSED and inside:
        return inside, fields.normalise_term("compress_format", suffix) or ""
    return suffix, ""


def _media_type(suffix: str) -> str:
    known = MEDIA_TYPES.get(suffix) or fields.media_type_of(suffix)
    return known or OTHERS.guess_type(f"file.{suffix}")[0] or ""


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
