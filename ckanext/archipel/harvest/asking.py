"""Sends the request of a kind of catalogue through the guarded door to the outside."""

from ckanext.archipel.fetch.client import Document, Known, Sent
from ckanext.archipel.fetch.settings import fetch_as_configured, fetch_while_waiting
from ckanext.archipel.harvest.kinds.kind import Request


def ask(request: Request, known: Known | None = None, until: float | None = None) -> Document:
    """Read a document within the limits of the configuration, and until a moment of the monotonic clock if told so.

    One that is as known comes without content; FetchError when it cannot be had.
    """
    sent = Sent(request.body, request.content_type) if request.body is not None else None
    return fetch_as_configured(request.url, request.accept, known, sent=sent, until=until)


def ask_at_once(request: Request) -> Document:
    """Read a document while a person waits in front of a page; FetchError when it is not there within seconds."""
    return fetch_while_waiting(request.url, request.accept)
