"""Downloads pinned files into the user's cache: in parallel, resumable, kept only when their SHA-256 is right."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import http.client
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from assets_build.progress import Progress

WORKERS = 8
ATTEMPTS = 3
TIMEOUT = 30
BLOCK = 1 << 16
LARGEST = 300_000_000
WORTH_RETRYING = (408, 416, 429)


class DownloadError(Exception):
    """A pinned file cannot be had; the message tells the reader what to do."""


@dataclass(frozen=True)
class Mirror:
    """A public registry and the variable that replaces its address."""

    default: str
    variable: str

    def url(self, path: str) -> str:
        """Return the address of a file of this registry, on the mirror if one is configured."""
        return f"{(os.environ.get(self.variable) or self.default).rstrip('/')}/{path.lstrip('/')}"


MAVEN = Mirror("https://repo.maven.apache.org/maven2", "ARCHIPEL_MAVEN_MIRROR")
NPM = Mirror("https://registry.npmjs.org", "ARCHIPEL_NPM_MIRROR")


@dataclass(frozen=True)
class Pinned:
    """A file known beforehand by its address and the sum of its content.

    With `beginning`, only its first `size` bytes are wanted, and the sum is theirs.
    """

    url: str
    sha256: str
    size: int | None = None
    beginning: bool = False

    @property
    def name(self) -> str:
        """Return the name under which the file is kept."""
        return urlsplit(self.url).path.rsplit("/", 1)[-1] + (".head" if self.beginning else "")


def cache_folder(*parts: str) -> Path:
    """Return (and create) a folder of the user's cache."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base.joinpath("ckanext-archipel", *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read_pins(listing: Path, mirror: Mirror) -> list[Pinned]:
    """Read a list of `path<TAB>sha256<TAB>size` lines as files of a registry."""
    rows = (line.split("\t") for line in listing.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Pinned(mirror.url(path), sha256, int(size)) for path, sha256, size in rows]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def fetch_all(pins: Sequence[Pinned], folder: Path, label: str) -> list[Path]:
    """Make sure every pinned file is in the folder and intact; return their paths in the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [pin for pin in pins if not _is_intact(folder / pin.name, pin)]
    if missing:
        progress = Progress(label, len(missing), sum(pin.size or 0 for pin in missing))
        stop = threading.Event()
        with ThreadPoolExecutor(WORKERS) as pool:
            jobs = [pool.submit(_fetch, pin, folder, progress, stop) for pin in missing]
            try:
                for job in jobs:
                    job.result()
            finally:
                stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                progress.close()
    return [folder / pin.name for pin in pins]


def _is_intact(path: Path, pin: Pinned) -> bool:
    return path.is_file() and pin.size in (None, path.stat().st_size) and sha256_of(path) == pin.sha256


def _fetch(pin: Pinned, folder: Path, progress: Progress, stop: threading.Event) -> None:
    target = folder / pin.name
    part = folder / f"{pin.name}.part"
    try:
        with part.open("ab") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)  # another build may be fetching the same file
            if not _is_intact(target, pin):
                _receive_with_retries(pin, stream, progress, stop)
                if sha256_of(part) != pin.sha256:
                    part.unlink()
                    raise DownloadError(_explain(pin, folder, "le fichier reçu n'a pas la somme SHA-256 attendue"))
                part.replace(target)
            else:
                part.unlink(missing_ok=True)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        cause = "le disque est plein" if full else f"écriture impossible ({error.strerror or error})"
        raise DownloadError(_explain(pin, folder, cause)) from error
    progress.file_done()


def _receive_with_retries(pin: Pinned, stream: BinaryIO, progress: Progress, stop: threading.Event) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        error = _failure(pin, stream, progress, stop)
        if error is None:
            return
        refused = isinstance(error, urllib.error.HTTPError) and error.code < 500 and error.code not in WORTH_RETRYING
        if refused or attempt == ATTEMPTS or stop.is_set():
            cause = str(getattr(error, "reason", "") or error or type(error).__name__)
            raise DownloadError(_explain(pin, Path(stream.name).parent, cause)) from error
        time.sleep(attempt)


def _failure(pin: Pinned, stream: BinaryIO, progress: Progress, stop: threading.Event) -> Exception | None:
    try:
        _receive(pin, stream, progress, stop)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        return error
    return None


def _receive(pin: Pinned, stream: BinaryIO, progress: Progress, stop: threading.Event) -> None:
    start = stream.seek(0, os.SEEK_END)
    if start and start == pin.size:
        return
    request = urllib.request.Request(pin.url, headers={"User-Agent": "ckanext-archipel"})  # noqa: S310
    if start or pin.beginning:
        request.add_header("Range", f"bytes={start}-{(pin.size or LARGEST) - 1 if pin.beginning else ''}")
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310 pinned addresses only
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            stream.truncate(0)
        raise
    with response:
        if start and response.status != http.client.PARTIAL_CONTENT:
            stream.truncate(0)
            start = 0
        progress.add_bytes(start)
        received = _copy(response, stream, (pin.size or LARGEST) - start, progress, stop, cut=pin.beginning)
        if pin.size and start + received < pin.size:
            progress.add_bytes(-start - received)
            raise ConnectionError("transfert interrompu")


def _copy(  # noqa: PLR0913
    source: http.client.HTTPResponse,
    stream: BinaryIO,
    most: int,
    progress: Progress,
    stop: threading.Event,
    *,
    cut: bool,
) -> int:
    received = 0
    while block := source.read(min(BLOCK, most - received) if cut else BLOCK):
        if stop.is_set():
            raise ConnectionError("arrêt demandé")
        received += len(block)
        if received > most:
            stream.truncate(0)
            raise ConnectionError("fichier plus gros qu'attendu")
        stream.write(block)
        progress.add_bytes(len(block))
    stream.flush()
    return received


def _explain(pin: Pinned, folder: Path, cause: str) -> str:
    parts = urlsplit(pin.url)
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()  # a mirror's password stays out of logs
    mirrors = [mirror.variable for mirror in (MAVEN, NPM) if pin.url.startswith(mirror.url(""))]
    advice = f", ou indiquez un miroir dans la variable {mirrors[0]}" if mirrors else ""
    part = f" (ses {pin.size} premiers octets, sous ce nom)" if pin.beginning else ""
    return (
        f"{pin.name} manque : {cause}. Vérifiez l'accès à {parts.hostname}{advice}, "
        f"ou téléchargez {address}{part} vous-même dans {folder}."
    )
