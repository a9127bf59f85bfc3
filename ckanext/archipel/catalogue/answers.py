"""Sends documents as HTTP caches and harvesters expect: marks, 304, gzip, refusals in words."""

from datetime import datetime, timezone
from hashlib import sha256

import ckan.plugins.toolkit as tk
from flask import Response, request
from isal import igzip

from ckanext.archipel.catalogue.connection import shared_redis
from ckanext.archipel.catalogue.formats import Format
from ckanext.archipel.catalogue.reader import Document

COMPRESSION = 1  # a page is compressed for every reader: speed matters more than the last per cent, hence ISA-L too
SEEN = "archipel:catalogue:seen:"
SEEN_SECONDS = 30 * 86400


def answer(syntax: Format, document: Document) -> Response:
    """Send a document, or the word that the reader has it already."""
    response = Response(content_type=syntax.content_type)
    response.set_etag(document.mark)
    response.last_modified = _first_seen(document.mark)
    response.vary.update(("Accept-Encoding", "Cookie"))
    response.make_conditional(request)
    if response.status_code != 200:
        return response
    body = document.body()
    if request.accept_encodings.quality("gzip") > 0:
        body = igzip.compress(body, COMPRESSION, mtime=0)
        response.content_encoding = "gzip"
    response.set_data(body)
    return response


def refusal(error: Exception, status: int = 409) -> Response:
    """Say in words why a request is refused."""
    text = error.error_summary if isinstance(error, tk.ValidationError) else str(error)
    if isinstance(text, dict):
        text = " ; ".join(f"{name} : {message}" for name, message in text.items())
    return Response(str(text), status=status, content_type="text/plain; charset=utf-8")


def _first_seen(mark: str) -> datetime:
    """Return when this address first gave this document: a page also changes when a dataset leaves it."""
    key = SEEN + sha256(request.full_path.encode()).hexdigest()
    redis = shared_redis()
    known = redis.get(key)
    if known is not None:
        known_mark, _, seconds = known.decode().partition(" ")
        if known_mark == mark:
            return datetime.fromtimestamp(int(seconds), timezone.utc)
    now = datetime.now(timezone.utc).replace(microsecond=0)
    redis.set(key, f"{mark} {int(now.timestamp())}", ex=SEEN_SECONDS)
    return now
