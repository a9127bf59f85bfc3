"""Runs inside one portal: prints what a whole catalogue in Turtle costs, CPU seconds and memory, as JSON."""

import argparse
import json
import resource
import time
import zlib
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk


def build(size: int) -> dict[str, Any]:
    """Seed the portal with this many datasets and build their fragments."""
    from benchmarks.seed import fill  # noqa: PLC0415 - the stock portal has nothing to seed
    from ckanext.archipel.catalogue.jobs import build_stale  # noqa: PLC0415

    fill(size)
    started = time.process_time()
    return {"built": build_stale(float("inf")), "seconds": time.process_time() - started}


def clean() -> dict[str, Any]:
    """Take the seeded datasets away."""
    from benchmarks.seed import remove  # noqa: PLC0415

    remove()
    return {}


def dump() -> dict[str, Any]:
    """Write the whole catalogue in Turtle from stored fragments, as a reader gets it after unpacking."""
    from ckanext.archipel.catalogue.dump import members  # noqa: PLC0415
    from ckanext.archipel.catalogue.formats import TURTLE  # noqa: PLC0415

    started, size, packed = time.process_time(), 0, 0
    for member in members(TURTLE):
        packed += len(member)
        while member:  # several gzip members may come at once
            unpacking = zlib.decompressobj(31)
            size += len(unpacking.decompress(member))
            member = unpacking.unused_data  # noqa: PLW2901
    return {"seconds": time.process_time() - started, "bytes": size, "packed": packed}


def one_graph() -> dict[str, Any]:
    """Write the sample datasets in Turtle as stock ckanext-dcat does: one graph, one serialisation."""
    from ckanext.dcat.processors import RDFSerializer  # noqa: PLC0415

    found = tk.get_action("package_search")({"ignore_auth": True}, {"fq": "dataset_type:dataset", "rows": 1000})
    started = time.process_time()
    RDFSerializer(profiles=["euro_dcat_ap_3"]).serialize_catalog(dataset_dicts=found["results"], _format="ttl")
    return {"seconds": time.process_time() - started, "datasets": len(found["results"])}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini")
    parser.add_argument("act", choices=("build", "dump", "one_graph", "clean"))
    parser.add_argument("--size", type=int, default=0)
    arguments = parser.parse_args()
    app = make_app(load_config(arguments.ini))._wsgi_app
    acts = {"build": lambda: build(arguments.size), "dump": dump, "one_graph": one_graph, "clean": clean}
    with app.test_request_context():
        measured = acts[arguments.act]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**measured, "peak_mb": round(peak)}))


if __name__ == "__main__":
    main()
