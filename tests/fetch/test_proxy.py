"""Going out through the organisation's proxy."""

import socket
import threading
from collections.abc import Iterator

import pytest

from ckanext.archipel.fetch.address import parse_networks
from ckanext.archipel.fetch.client import Way, fetch
from ckanext.archipel.fetch.errors import AddressRefusedError, FetchError, ProxyError

LOOPBACK = parse_networks(["127.0.0.0/8"])


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that notes the first line it is told, and answers by itself; a tunnel is refused."""
    told: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            with client:
                told.append(client.recv(65536))
                refused = told[-1].startswith(b"CONNECT")
                status = b"403 Forbidden" if refused else b"200 OK"
                client.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", told
    listening.close()


def test_the_proxy_is_told_the_whole_address_and_the_host(proxy: tuple[str, list[bytes]]) -> None:
    address, told = proxy
    document = fetch("http://portail.invalid/données?a=1#x", way=Way(proxy=address))
    assert document.content == b"ok"
    assert told[0].startswith(b"GET http://portail.invalid/donn%C3%A9es?a=1 HTTP/1.1\r\n")
    assert b"Host: portail.invalid\r\n" in told[0]


def test_an_encrypted_address_goes_through_a_tunnel(proxy: tuple[str, list[bytes]]) -> None:
    address, told = proxy
    with pytest.raises(FetchError):
        fetch("https://portail.invalid/", way=Way(proxy=address))
    assert told[0].startswith(b"CONNECT portail.invalid:443 HTTP/1.")


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "https://[::1]/"])
def test_a_private_address_is_refused_before_the_proxy_hears_of_it(proxy: tuple[str, list[bytes]], url: str) -> None:
    address, told = proxy
    with pytest.raises(AddressRefusedError):
        fetch(url, way=Way(proxy=address))
    assert told == []


@pytest.mark.parametrize("address", ["proxy.exemple.fr:3128", "socks5://127.0.0.1:1", "http://", "http://a:b:c"])
def test_an_address_that_is_no_http_proxy_is_refused_in_words(address: str) -> None:
    with pytest.raises(ProxyError, match=r"fetch\.proxy"):
        fetch("http://exemple.invalid/", way=Way(LOOPBACK, proxy=address))
