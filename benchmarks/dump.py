"""Runs inside one portal: prints what the catalogue costs at one size, in seconds and in memory, as JSON."""

import argparse
import itertools
import json
import resource
import signal
import statistics
import time
import uuid
import zlib
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from werkzeug.test import Client

Dataset = dict[str, Any]
READINGS = 20
MIDDLE = "/catalog.ttl?after=80000000-0000-4000-8000-000000000000"


def build(application: Any, _size: int) -> dict[str, Any]:
    """Build every fragment of the datasets of the portal anew, in every format."""
    from ckanext.archipel.catalogue import store  # noqa: PLC0415 - the stock portal does not have it
    from ckanext.archipel.catalogue.jobs import build_stale  # noqa: PLC0415

    with application._wsgi_app.test_request_context():
        store.expire(0)
        started = time.process_time()
        return {"built": build_stale(float("inf")), "seconds": time.process_time() - started}


def seed(application: Any, size: int) -> dict[str, Any]:
    """Have the portal hold this many datasets, with their fragments."""
    from benchmarks.seed import fill  # noqa: PLC0415 - the stock portal has nothing to seed

    with application._wsgi_app.test_request_context():
        fill(size)
    return {}


def clean(application: Any, _size: int) -> dict[str, Any]:
    """Take the seeded datasets away."""
    from benchmarks.seed import remove  # noqa: PLC0415

    with application._wsgi_app.test_request_context():
        remove()
    return {}


def dump(application: Any, size: int) -> dict[str, Any]:
    """Read the whole catalogue in Turtle as it is sent, and unpack it as its reader does."""
    clock, started, links, length = time.perf_counter(), time.process_time(), 0, 0
    for piece in Client(application).get("/catalog.ttl.gz").iter_encoded():
        for text in _unpacked(piece):
            length += len(text)
            links += text.count(b"a dcat:Dataset")
    seconds = {"seconds": time.process_time() - started, "elapsed": time.perf_counter() - clock}
    if links < size:
        raise RuntimeError(f"{links} jeux dans l'export, {size} attendus")
    return {**seconds, "bytes": length}


def _unpacked(piece: bytes) -> Iterator[bytes]:
    while piece:  # several gzip members may come at once
        unpacking = zlib.decompressobj(31)
        yield unpacking.decompress(piece)
        piece = unpacking.unused_data


def page(application: Any, _size: int) -> dict[str, Any]:
    """Read a page of 100 datasets in the middle of the catalogue, asked for as the links of the pages do."""
    seconds, elapsed = zip(*(_read(application, MIDDLE) for _reading in range(READINGS)), strict=True)
    return {"seconds": statistics.median(seconds), "elapsed": statistics.median(elapsed)}


def _read(application: Any, address: str) -> tuple[float, float]:
    clock, started = time.perf_counter(), time.process_time()
    status = Client(application).get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address} : {status}")
    return time.process_time() - started, time.perf_counter() - clock


def one_graph(application: Any, size: int, limit: float) -> dict[str, Any]:
    """Write datasets in Turtle as stock ckanext-dcat does, one graph and one serialisation; give up after a while."""
    from ckanext.dcat.processors import RDFSerializer  # noqa: PLC0415

    with application._wsgi_app.test_request_context():
        query = {"fq": "dataset_type:dataset", "rows": 1000}
        found = tk.get_action("package_search")({"ignore_auth": True}, query)["results"]
        datasets = list(itertools.islice(_copies(found), size))
        signal.signal(signal.SIGPROF, _give_up)
        signal.setitimer(signal.ITIMER_PROF, limit)
        started = time.process_time()
        try:
            RDFSerializer(profiles=["euro_dcat_ap_3"]).serialize_catalog(dataset_dicts=datasets, _format="ttl")
        except TimeoutError:
            return {"seconds": limit, "complete": False}
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        return {"seconds": time.process_time() - started, "complete": True}


def _copies(datasets: Iterable[Dataset]) -> Iterator[Dataset]:
    """Yield the datasets, then copies of them without end, with the identifiers that copies by SQL would have."""
    kept = list(datasets)
    yield from kept
    for dataset in itertools.cycle(kept):
        files = [{**file, "id": str(uuid.uuid4())} for file in dataset["resources"]]
        yield {**dataset, "id": str(uuid.uuid4()), "resources": files}


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini")
    parser.add_argument("act", choices=("build", "seed", "dump", "page", "one_graph", "clean"))
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--limit", type=float, default=0)
    arguments = parser.parse_args()
    application = make_app(load_config(arguments.ini))
    acts = {"build": build, "seed": seed, "dump": dump, "page": page, "clean": clean}
    before = _peak()
    if arguments.act == "one_graph":
        measured = one_graph(application, arguments.size, arguments.limit)
    else:
        measured = acts[arguments.act](application, arguments.size)
    print(json.dumps({**measured, "started_mb": before, "peak_mb": _peak()}))


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
