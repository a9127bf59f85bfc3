"""Sends documents as HTTP caches and harvesters expect: marks, 304, gzip, refusals in words."""

import logging
import time
from datetime import datetime, timezone
from hashlib import sha256

import ckan.plugins.toolkit as tk
from flask import Response, request
from isal import igzip
from redis.exceptions import RedisError

from ckanext.archipel.catalogue.connection import shared_redis
from ckanext.archipel.catalogue.formats import Format
from ckanext.archipel.catalogue.reader import Document
from ckanext.archipel.catalogue.search import PARAMETERS

log = logging.getLogger(__name__)
COMPRESSION = 1  # a page is compressed for every reader: speed matters more than the last per cent, hence ISA-L too
SEEN = "archipel:catalogue:seen:"
SEEN_SECONDS = 7 * 86400
KNOWN = frozenset((*PARAMETERS, "page", "after"))  # what changes an answer; the rest would fill the memory of Redis


def answer(syntax: Format, document: Document) -> Response:
    """Send a document, or the word that the reader has it already."""
    response = Response(content_type=syntax.content_type)
    packed = request.accept_encodings.quality("gzip") > 0
    # Other bytes, another mark: a cache must not join a part of one to a part of the other.
    marked(response, f"{document.mark}-gzip" if packed else document.mark, document.mark)
    response.vary.update(("Accept-Encoding", "Cookie"))
    if response.status_code != 200:
        return response
    body = document.body()
    if packed:
        body = igzip.compress(body, COMPRESSION, mtime=0)
        response.content_encoding = "gzip"
    response.set_data(body)
    return response


def marked(response: Response, etag: str, content: str) -> None:
    """Mark a response, and make it the word that nothing changed for a reader who has it; `content` marks what it says.

    Without Redis there is no date, and nothing else is missing.
    """
    response.set_etag(etag)
    try:
        response.last_modified = _first_seen(str(response.mimetype), content)
    except RedisError:
        log.warning("La date de la page n'a pas pu être retenue", exc_info=True)
    response.make_conditional(request)


def refusal(error: Exception, status: int = 409) -> Response:
    """Say in words why a request is refused."""
    text = error.error_summary if isinstance(error, tk.ValidationError) else str(error)
    if isinstance(text, dict):
        text = " ; ".join(f"{name} : {message}" for name, message in text.items())
    return Response(str(text), status=status, content_type="text/plain; charset=utf-8")


def _first_seen(media_type: str, mark: str) -> datetime:
    """Return when this address first gave this document: a page also changes when a dataset leaves it."""
    asked = sorted((name, value) for name, value in request.args.items() if name in KNOWN)
    key = SEEN + sha256(repr((media_type, request.path, asked)).encode()).hexdigest()
    with shared_redis().pipeline() as pipe:
        pipe.watch(key)  # two processes must not give the same second to two documents
        known_mark, _, known = (pipe.get(key) or b"").decode().partition(" ")
        if known_mark == mark:
            return datetime.fromtimestamp(int(known), timezone.utc)
        # Dates have no fractions here: what changes twice in a second gets the next one, or a reader would miss it.
        seconds = max(int(time.time()), int(known or 0) + 1)
        pipe.multi()
        pipe.set(key, f"{mark} {seconds}", ex=SEEN_SECONDS)
        pipe.execute()
    return datetime.fromtimestamp(seconds, timezone.utc)
