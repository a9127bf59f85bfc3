"""Whether links still lead somewhere."""

import pytest

from ckanext.archipel.fetch.address import parse_networks
from ckanext.archipel.fetch.client import Limits, Way
from ckanext.archipel.fetch.errors import AddressRefusedError, BadStatusError, UnreachableError
from ckanext.archipel.fetch.probe import probe

WAY = Way(parse_networks(["127.0.0.0/8"]))


@pytest.mark.parametrize("path", ["/page", "/redirect//page", "/no-head", "/head-cut", "/bomb"])
def test_a_link_that_works_is_found_so_however_its_server_answers_head(server: str, path: str) -> None:
    assert probe(f"{server}{path}", Limits(max_bytes=10), WAY) == 200


def test_a_dead_link_says_its_status(server: str) -> None:
    with pytest.raises(BadStatusError) as error:
        probe(f"{server}/missing", Limits(), WAY)
    assert error.value.status == 404


def test_a_closed_server_is_unreachable() -> None:
    with pytest.raises(UnreachableError):
        probe("http://127.0.0.1:1/", Limits(), WAY)


def test_a_private_address_is_never_asked(server: str) -> None:
    with pytest.raises(AddressRefusedError):
        probe(f"{server}/page", Limits(), Way())
