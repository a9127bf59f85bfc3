"""The limits, networks and manners an administrator set."""

from dataclasses import replace
from functools import lru_cache
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


def configured_way() -> Way:
    """Return how this portal goes out."""
    total = tk.config["ckanext.archipel.fetch.total_timeout"]
    pause = tk.config["ckanext.archipel.fetch.pause_milliseconds"] / 1000
    return Way(configured_networks(), tk.config["ckanext.archipel.fetch.proxy"] or "", _turns(pause, total))


def fetch_as_configured(url: str, accept: str, known: Known | None = None, *, sent: Sent | None = None) -> Document:
    """Read a document, the answer to what is sent if any, within the configured limits, trying again what may pass."""
    limits, way = configured_limits(), configured_way()
    if sent is not None:
        return with_retries(lambda: post(url, sent, accept, limits, way=way), _retries())
    return with_retries(lambda: fetch(url, accept, limits, way=way, known=known), _retries())


def fetch_while_waiting(url: str, accept: str) -> Document:
    """Read a small document within the few seconds that a person in front of a page waits, without a second try."""
    limits, way = configured_limits(), configured_way()
    short = Limits(
        connect_seconds=min(limits.connect_seconds, PATIENCE_SECONDS),
        read_seconds=min(limits.read_seconds, PATIENCE_SECONDS),
        total_seconds=min(limits.total_seconds, PATIENCE_SECONDS),
        max_bytes=min(limits.max_bytes, SMALL_BYTES),
    )
    pause = tk.config["ckanext.archipel.fetch.pause_milliseconds"] / 1000
    return fetch(url, accept, short, way=replace(way, turn=_turns(pause, PATIENCE_SECONDS)))


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
