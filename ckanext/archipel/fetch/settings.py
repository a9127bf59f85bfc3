"""The limits, networks and manners an administrator set."""

import time
from dataclasses import replace
from functools import lru_cache, partial
from typing import BinaryIO

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.archipel.fetch.address import Network, parse_networks
from ckanext.archipel.fetch.client import Document, Known, Limits, Sent, Way, download, fetch, post
from ckanext.archipel.fetch.politeness import SharedTurns
from ckanext.archipel.fetch.retry import with_retries

MARGIN_SECONDS = 30
# How long a person waits in front of a page, and what such a page may ask for.
PATIENCE_SECONDS = 8.0
SMALL_BYTES = 2_000_000


def configured_limits() -> Limits:
    """Return the limits set in the configuration."""
    return Limits(
        connect_seconds=tk.config["ckanext.archipel.fetch.connect_timeout"],
        read_seconds=tk.config["ckanext.archipel.fetch.read_timeout"],
        total_seconds=tk.config["ckanext.archipel.fetch.total_timeout"],
        max_bytes=tk.config["ckanext.archipel.fetch.max_megabytes"] * 1_000_000,
    )


def configured_networks() -> tuple[Network, ...]:
    """Return the private networks the administrator allows."""
    return parse_networks(tk.config["ckanext.archipel.fetch.allowed_networks"])


def configured_way(patience: float | None = None) -> Way:
    """Return how this portal goes out, waiting for its turn at a host for these seconds at most if told so."""
    total = tk.config["ckanext.archipel.fetch.total_timeout"]
    pause = tk.config["ckanext.archipel.fetch.pause_milliseconds"] / 1000
    turns = _turns(pause, total)
    turn = turns if patience is None else partial(turns, patience=patience)
    return Way(configured_networks(), tk.config["ckanext.archipel.fetch.proxy"] or "", turn)


def fetch_as_configured(
    url: str, accept: str, known: Known | None = None, *, sent: Sent | None = None, until: float | None = None
) -> Document:
    """Read a document, the answer to what is sent if any, within the configured limits, trying again what may pass.

    All of it, the wait for a turn included, ends at the moment `until` of the monotonic clock, if there is one.
    """

    def read() -> Document:
        left = None if until is None else max(0.0, until - time.monotonic())
        limits, way = configured_limits(), configured_way(left)
        if left is not None:
            limits = replace(limits, total_seconds=min(limits.total_seconds, left))
        if sent is not None:
            return post(url, sent, accept, limits, way=way)
        return fetch(url, accept, limits, way=way, known=known)

    return with_retries(read, _retries(), until=until)


def fetch_while_waiting(url: str, accept: str) -> Document:
    """Read a small document within the few seconds that a person in front of a page waits, without a second try."""
    limits = configured_limits()
    total, size = min(limits.total_seconds, PATIENCE_SECONDS), min(limits.max_bytes, SMALL_BYTES)
    return fetch(url, accept, replace(limits, total_seconds=total, max_bytes=size), way=configured_way(total))


def download_as_configured(url: str, file: BinaryIO, accept: str, limits: Limits) -> Document:
    """Read a document into an open file, trying again what may pass."""
    way = configured_way()

    def read() -> Document:
        file.seek(0)
        file.truncate()
        return download(url, file, accept, limits, way=way)

    return with_retries(read, _retries())


@lru_cache(maxsize=4)
def _turns(pause: float, total: float) -> SharedTurns:
    return SharedTurns(connect_to_redis(), pause, max_wait_seconds=total, hold_seconds=total + MARGIN_SECONDS)


def _retries() -> int:
    return int(tk.config["ckanext.archipel.fetch.retries"])
