"""Addresses and answers of catalogues that speak JSON over HTTP. Free of CKAN."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from ckanext.archipel.harvest.addresses import check_address, joined
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import Read, Request
from ckanext.archipel.harvest.kinds.reading import get, parse_json

ACCEPT = "application/json"


def read_json(read: Read, url: str) -> Any:
    """Read a JSON answer."""
    return parse_json(get(read, Request(url, ACCEPT)))


def with_query(url: str, parameters: Mapping[str, object]) -> str:
    """Return an address with these parameters, in place of those of the same names."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in parameters]
    added = [(name, str(value)) for name, value in parameters.items() if value not in ("", None)]
    return parts._replace(query=urlencode([*kept, *added]), fragment="").geturl()


def site(url: str) -> str:
    """Return the root of the site an address belongs to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def same_site(url: str, following: object, name: str) -> str:
    """Return the address of the next page, which must be on the same server."""
    address = joined(url, str(following))
    check_address(address)
    if urlsplit(address).netloc.lower() != urlsplit(url).netloc.lower():
        raise PageError(
            f"La page suivante de {name} est annoncée sur un autre serveur, elle n'a pas été lue : {address}."
        )
    return address


def text(value: object) -> str:
    """Return a text or a number as text; anything else is no text."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
