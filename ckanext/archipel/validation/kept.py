"""Documents read from elsewhere and kept: a version once and for all, the latest one for some hours."""

import logging
import re
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.archipel.fetch.client import Document, FetchError, Known
from ckanext.archipel.fetch.settings import fetch_as_configured
from ckanext.archipel.validation.model import kept_document

log = logging.getLogger(__name__)

ACCEPT = "application/json, */*;q=0.1"
VERSION = re.compile(r"/v?\d+(\.\d+)+/")


def content_of(url: str) -> bytes | None:
    """Return what is kept of a document, however old; nothing is fetched."""
    row = _row(url)
    return bytes(row.content) if row else None


def read(url: str) -> bytes:
    """Return a document, fetched only when it is not kept or may have changed; an old copy is better than none."""
    row = _row(url)
    if row and (VERSION.search(url) or row.checked > _now() - _keep()):
        return bytes(row.content)
    known = Known(row.etag, row.last_modified) if row else None
    try:
        document = fetch_as_configured(url, ACCEPT, known)
    except FetchError as error:
        if not row:
            raise
        log.warning("%s n'a pas pu être relu, la copie du %s sert encore : %s", url, row.checked, error)
        return bytes(row.content)
    content = bytes(row.content) if document.unchanged and row else document.content
    _keep_document(url, content, document)
    return content


def _keep_document(url: str, content: bytes, document: Document) -> None:
    values = {
        "content": content,
        "etag": document.known.etag,
        "last_modified": document.known.last_modified,
        "checked": _now(),
    }
    statement = insert(kept_document).values(url=url, **values)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["url"], set_=values))
    model.Session.commit()


def _row(url: str) -> Any:
    return model.Session.execute(sa.select(kept_document).where(kept_document.c.url == url)).first()


def _keep() -> timedelta:
    return timedelta(hours=tk.config["ckanext.archipel.validation.keep_hours"])


def _now() -> datetime:
    return datetime.now(timezone.utc)
