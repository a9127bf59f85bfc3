"""The address of the page that another one announces: it may be anything that a catalogue writes. Free of CKAN."""

from urllib.parse import urljoin, urlsplit

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.values import line

# Such an address is where a run goes on: PostgreSQL keeps no key of more than 2,704 bytes, and two may be in one.
MAX_LENGTH = 1_000
NO_ADDRESS = "L'adresse de la page suivante n'en est pas une, elle n'a pas été lue : « {} »."


def joined(url: str, target: str) -> str:
    """Return an address written relatively to a page; what is no address is returned as it is."""
    try:
        return urljoin(url, target)
    except ValueError:
        return target


def check_address(address: str) -> None:
    """Raise PageError, with the reason in French, when the address of a next page is none."""
    try:
        host = urlsplit(address).hostname
        _ = urlsplit(address).port
    except ValueError as error:
        raise PageError(NO_ADDRESS.format(line(address)[:200])) from error
    written = len(address.encode("ascii", "backslashreplace"))
    if host and (written > MAX_LENGTH or not address.isprintable()):
        raise PageError(NO_ADDRESS.format(line(address)[:200]))
