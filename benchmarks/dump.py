"""Runs inside one portal: prints what a whole catalogue costs, seconds and memory, as JSON."""

import argparse
import itertools
import json
import resource
import signal
import time
import uuid
import zlib
from collections.abc import Iterator
from types import FrameType
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from werkzeug.test import Client

Dataset = dict[str, Any]


def build(_arguments: argparse.Namespace) -> dict[str, Any]:
    """Build anew every fragment of the sample datasets."""
    from ckanext.archipel.catalogue import store  # noqa: PLC0415 - the stock portal does not have it
    from ckanext.archipel.catalogue.jobs import build_stale  # noqa: PLC0415

    store.expire(0)
    started = time.process_time()
    return {"built": build_stale(float("inf")), "seconds": time.process_time() - started}


def seed(arguments: argparse.Namespace) -> dict[str, Any]:
    """Have the portal hold this many datasets, with their fragments."""
    from benchmarks.seed import fill  # noqa: PLC0415 - the stock portal has nothing to seed

    fill(arguments.size)
    return {}


def clean(_arguments: argparse.Namespace) -> dict[str, Any]:
    """Take the seeded datasets away."""
    from benchmarks.seed import remove  # noqa: PLC0415

    remove()
    return {}


def dump(_arguments: argparse.Namespace) -> dict[str, Any]:
    """Read the whole catalogue in Turtle as it is sent, and unpack it as its reader does."""
    size, clock = 0, time.perf_counter()
    started = time.process_time()
    for member in Client(make_app.made).get("/catalog.ttl.gz", buffered=False).iter_encoded():
        while member:  # several gzip members may come at once
            unpacking = zlib.decompressobj(31)
            size += len(unpacking.decompress(member))
            member = unpacking.unused_data  # noqa: PLW2901
    return {"seconds": time.process_time() - started, "elapsed": time.perf_counter() - clock, "bytes": size}
