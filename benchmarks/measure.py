"""Runs inside one portal: measures what each line it reads names, and answers its CPU seconds as a line of JSON."""

import argparse
import json
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from werkzeug.test import Client

FORMATS = ("ttl", "xml", "rdf", "jsonld", "n3", "nt")
UNKNOWN_TO_STOCK = "nt"
DATASETS = "dataset_type:dataset"  # stock also lists the lab's projects
PAGE = 100
SAVES = 5
ZIPPED = "gzip"


def page_times(application: Any, extension: str) -> dict[str, list[float]]:
    """Time the whole catalogue, page after page, through all that answers a request, and bring it to 100 datasets."""
    with application._wsgi_app.test_request_context():
        count = _act("package_search", fq=DATASETS, rows=0)["count"]
    read = partial(_action if _only_by_action(extension) else _page, application, extension)

    def read_all() -> None:
        for page in range(1, -(-count // PAGE) + 1):
            read(page)

    return {f"page.{extension}": [_timed(read_all) * PAGE / count]}


def _only_by_action(extension: str) -> bool:
    return extension == UNKNOWN_TO_STOCK and not plugin_loaded("archipel")


def _page(application: Any, extension: str, page: int) -> None:
    query = {"page": page} if plugin_loaded("archipel") else {"page": page, "fq": DATASETS}
    headers, extension = ({"Accept-Encoding": "gzip"}, "ttl") if extension == ZIPPED else ({}, extension)
    answer = Client(application).get(f"/catalog.{extension}", query_string=query, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"/catalog.{extension} : {answer.status_code}")


def _action(application: Any, extension: str, page: int) -> None:
    with application._wsgi_app.test_request_context():
        tk.get_action("dcat_catalog_show")({}, {"format": extension, "page": page, "fq": DATASETS})


def save_times(application: Any) -> dict[str, list[float]]:
    """Time the creation and the update of datasets of three files; they are purged afterwards."""
    names = [f"mesure-{uuid.uuid4().hex}" for _position in range(SAVES)]
    with application._wsgi_app.test_request_context():
        dataset = _dataset(_act("organization_list")[0])
        try:
            created = [_timed(partial(_act, "package_create", **dataset, name=name)) for name in names]
            updated = [_timed(partial(_act, "package_patch", id=name, notes="Corrigé.")) for name in names]
        finally:
            for name in names:
                _act("dataset_purge", id=name)
    return {"create": created, "update": updated}


def saves_without_export(application: Any) -> dict[str, list[float]]:
    """Time the same with nothing that follows changes for the export."""
    from ckanext.archipel.catalogue import events as catalogue  # noqa: PLC0415 - the stock portal does not have it
    from ckanext.archipel.conformity import events as conformity  # noqa: PLC0415

    followers = (catalogue.after_action, conformity.after_action)
    for follower in followers:
        tk.signals.action_succeeded.disconnect(follower)
    try:
        return save_times(application)
    finally:
        for follower in followers:
            tk.signals.action_succeeded.connect(follower)


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
    """Read the ini, then what to measure, line by line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini")
    application = make_app(load_config(parser.parse_args().ini))
    measures = {f"page.{extension}": partial(page_times, application, extension) for extension in (*FORMATS, ZIPPED)}
    measures |= {"saves": partial(save_times, application), "apart": partial(saves_without_export, application)}
    for line in sys.stdin:
        print(json.dumps(measures[line.strip()]()), flush=True)


if __name__ == "__main__":
    main()
