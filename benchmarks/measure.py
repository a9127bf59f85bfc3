"""Runs inside one portal, ours or stock: prints the CPU seconds of each repetition of each measure as JSON."""

import argparse
import json
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from werkzeug.test import Client

FORMATS = ("ttl", "xml", "jsonld")
REPETITIONS = 5
SAVES = 15


def page_times(application: Any, extension: str) -> list[float]:
    """Time the first page of the catalogue through all that answers a request, after one that is not counted."""
    client = Client(application)

    def read() -> None:
        answer = client.get(f"/catalog.{extension}")
        if answer.status_code != 200:
            raise RuntimeError(f"/catalog.{extension} : {answer.status_code}")

    read()
    return [_timed(read) for _repetition in range(REPETITIONS)]


def save_times(app: Any) -> dict[str, list[float]]:
    """Time the creation and the update of datasets of three files; they are purged afterwards."""
    names = [f"mesure-{uuid.uuid4().hex}" for _position in range(SAVES)]
    with app.test_request_context():
        dataset = _dataset(_act("organization_list")[0])
        try:
            created = [_timed(partial(_act, "package_create", **dataset, name=name)) for name in names]
            updated = [_timed(partial(_act, "package_patch", id=name, notes="Corrigé.")) for name in names]
        finally:
            for name in names:
                _act("dataset_purge", id=name)
    return {"create": created, "update": updated}


def _act(action: str, **data: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"ignore_auth": True, "user": user}, data)


def _dataset(owner: str) -> dict[str, Any]:
    files = [{"url": f"https://www.example.org/{n}.csv", "name": f"Fichier {n}", "format": "CSV"} for n in range(3)]
    described = {"title": "Mesure", "notes": "Une description.", "owner_org": owner, "license_id": "lov2"}
    return {**described, "resources": files}


def _timed(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def main() -> None:
    """Read the ini, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini")
    application = make_app(load_config(parser.parse_args().ini))
    times = {f"page.{extension}": page_times(application, extension) for extension in FORMATS}
    print(json.dumps({**times, **save_times(application._wsgi_app)}))


if __name__ == "__main__":
    main()
