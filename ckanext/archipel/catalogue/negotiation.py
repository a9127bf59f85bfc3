"""Answers in RDF those who ask for it at the address of a page: the address of a thing is the name of that thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MIMEAccept


@dataclass(frozen=True)
class Wanted:
    """A thing, by its kind and its name or id, in the format of this extension."""

    kind: str
    name: str
    extension: str


HTML = ("text/html", "application/xhtml+xml")
EXTENSIONS = {
    "text/turtle": "ttl",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "text/n3": "n3",
}
DEFAULT = "ttl"
# The pages of CKAN, and those that ckanext-dcat puts in their place when it negotiates: what is shown there, and where
# its name stands in the address.
PAGES = {
    "home.index": ("catalogue", ""),
    "dataset.read": ("dataset", "id"),
    "organization.read": ("organization", "id"),
    "group.read": ("group", "id"),
    "dcat.read_catalog": ("catalogue", ""),
    "dcat.read_dataset": ("dataset", "_id"),
}


def preferred(accepted: MIMEAccept) -> str | None:
    """Return the extension of the RDF format that a reader wants more than a page for people, if it does."""
    if not accepted:
        return None
    # The first of those it wants as much: a browser, or a robot that takes anything, gets the page.
    found = accepted.best_match((*HTML, *EXTENSIONS))
    return EXTENSIONS.get(found) if found else None


def wants_page(accepted: MIMEAccept) -> bool:
    """Tell whether a reader asks by name for a page for people, and wants no RDF more."""
    return preferred(accepted) is None and any(kind.lower() in HTML for kind in accepted.values())


def wanted(endpoint: str | None, arguments: Mapping[str, Any]) -> Wanted | None:
    """Return what a request asks for in RDF at the address of a page, if it does."""
    if endpoint not in PAGES or arguments.get("_format") or request.method not in ("GET", "HEAD"):
        return None
    kind, key = PAGES[endpoint]
    extension = preferred(request.accept_mimetypes)
    return Wanted(kind, str(arguments.get(key) or ""), extension) if extension else None


def vary(response: Response) -> Response:
    """Tell caches that the answer at the address of a page depends on what is asked for."""
    if request.endpoint in PAGES:
        response.vary.add("Accept")
    return response
