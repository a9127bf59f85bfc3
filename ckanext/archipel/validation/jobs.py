"""Checks files in the background, in a queue of their own."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from redis.exceptions import RedisError

from ckanext.archipel.fetch.client import FetchError
from ckanext.archipel.fetch.settings import configured_limits, download_as_configured
from ckanext.archipel.validation import QUEUE, kept, store, table_schema
from ckanext.archipel.validation.check_table import Limits, check_table
from ckanext.archipel.validation.errors import UnreadableTableError, ValidationError

log = logging.getLogger(__name__)

ACCEPT = "text/csv, text/plain;q=0.9, */*;q=0.1"
MARGIN_SECONDS = 600
PROGRESS_SECONDS = 2.0
NO_QUEUE = "La file des tâches ne répond pas : réessayez plus tard, ou prévenez l'administrateur du portail."
BROKEN = (
    "La vérification s'est arrêtée sur une erreur du portail. Relancez-la ; si cela dure, prévenez son administrateur."
)


def enqueue(resource_id: str) -> None:
    """Queue the check of a file; its row must be committed."""
    seconds = tk.config["ckanext.archipel.validation.max_seconds"] + MARGIN_SECONDS
    title = f"Contrôle de la table {resource_id}"
    try:
        tk.enqueue_job(check_resource, [resource_id], title=title, queue=QUEUE, rq_kwargs={"timeout": seconds})
    except RedisError:
        log.exception("Le contrôle de %s n'a pas été mis en file", resource_id)
        store.fail(resource_id, NO_QUEUE)


def check_resource(resource_id: str) -> None:
    """Check a file against its schema, and keep the report; this is what the worker calls."""
    asked = store.get(resource_id)
    if asked is None:
        return
    store.update(resource_id, state=store.RUNNING, rows_read=0)
    told = False
    try:
        report = _report(resource_id, asked["schema_url"])
        store.finish(resource_id, report)
        told = True
    except (FetchError, ValidationError) as error:
        store.fail(resource_id, str(error))
        told = True
    except tk.ObjectNotFound:
        store.delete([resource_id])
        model.Session.commit()
        told = True
    finally:
        if not told:  # the error goes on to the log of the worker
            model.Session.rollback()
            store.fail(resource_id, BROKEN)


def _report(resource_id: str, schema_url: str) -> dict[str, Any]:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    resource = tk.get_action("resource_show")({"user": user, "ignore_auth": True}, {"id": resource_id})
    table = table_schema.parse(kept.read(schema_url))
    limits = Limits(
        max_rows=tk.config["ckanext.archipel.validation.max_rows"],
        max_errors=tk.config["ckanext.archipel.validation.max_errors"],
        max_seconds=tk.config["ckanext.archipel.validation.max_seconds"],
    )
    with _file(resource) as file:
        return check_table(file, table, schema_url, limits, _progress(resource_id)).to_dict()


@contextmanager
def _file(resource: Mapping[str, Any]) -> Iterator[Path]:
    """Give the file of a resource: the uploaded one, or a copy of the linked one."""
    if resource.get("url_type") == "upload":
        path = Path(uploader.get_resource_uploader(dict(resource)).get_path(resource["id"]))
        if not path.is_file():
            raise UnreadableTableError("Le fichier déposé n'est plus sur le portail : déposez-le de nouveau.")
        yield path
        return
    weight = tk.config["ckanext.archipel.validation.max_megabytes"] * 1_000_000
    with TemporaryDirectory(prefix="archipel-") as folder:
        path = Path(folder) / "table"
        with path.open("w+b") as stream:
            download_as_configured(resource["url"], stream, ACCEPT, replace(configured_limits(), max_bytes=weight))
        yield path


def _progress(resource_id: str) -> Callable[[int], None]:
    last = time.monotonic()

    def tell(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last > PROGRESS_SECONDS:
            last = time.monotonic()
            store.update(resource_id, rows_read=rows)

    return tell
