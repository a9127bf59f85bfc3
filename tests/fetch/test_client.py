"""Reading documents from servers that cannot be trusted."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from urllib3 import HTTPConnectionPool, HTTPResponse

from ckanext.archipel.fetch.address import parse_networks
from ckanext.archipel.fetch.client import Document, Known, Limits, Sent, Way, download, fetch, post
from ckanext.archipel.fetch.errors import (
    AddressRefusedError,
    BadStatusError,
    FetchError,
    TooLargeError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
    UnsupportedUrlError,
)

LOOPBACK = parse_networks(["127.0.0.0/8"])
TEXT = st.text(max_size=40)
NUMBERS = st.integers(-1, 2**33).map(str) | st.ip_addresses().map(str)
ADDRESSES = TEXT | st.builds(
    "{}{}{}{}".format, st.sampled_from(["http://", "HTTPS://", "//", ""]), NUMBERS | TEXT, TEXT, TEXT
)


def read(url: str, **limits: Any) -> Document:
    return fetch(url, limits=Limits(**limits), way=Way(LOOPBACK))


def test_returns_the_bytes_the_final_address_and_the_media_type(server: str) -> None:
    document = read(f"{server}/redirect//page?a=1")
    assert document.content == b"path=/page?a=1"
    assert document.url == f"{server}/page?a=1"
    assert document.content_type == "text/turtle; charset=utf-8"


def test_reads_addresses_with_accents_and_spaces(server: str) -> None:
    assert read(f"{server}/données ouvertes").content == b"path=/donn%C3%A9es%20ouvertes"


def test_refuses_loopback_unless_it_is_allowed(server: str) -> None:
    with pytest.raises(AddressRefusedError, match=r"127\.0\.0\.1.*allowed_networks"):
        fetch(server)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_refuses_other_spellings_of_loopback(server: str, host: str) -> None:
    port = server.rpartition(":")[2]
    with pytest.raises((AddressRefusedError, UnreachableError)):
        fetch(f"http://{host}:{port}/")


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://10.0.0.1/"]
)
def test_checks_the_address_of_each_redirection(server: str, target: str) -> None:
    with pytest.raises(AddressRefusedError):
        read(f"{server}/redirect/{target}")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "http://",
        "http:///x",
        "",
        "http://u:p@example.org/",
        "http://a:99999/",
        "http://x/\r\ny",
    ],
)
def test_refuses_whatever_is_not_http(server: str, url: str) -> None:
    with pytest.raises(UnsupportedUrlError, match="http:// et https://"):
        read(url)
    if url.startswith("file"):
        with pytest.raises(UnsupportedUrlError):
            read(f"{server}/redirect/{url}")


def test_connects_to_the_address_it_checked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.rpartition(":")[2])
    answers = iter(["127.0.0.1", "169.254.169.254"])

    def rebinding(*_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    assert read(f"http://rebinding.example:{port}/x").content == b"path=/x"
    assert next(answers) == "169.254.169.254"


def test_refuses_a_host_as_soon_as_one_of_its_addresses_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    def mixed(*_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", mixed)
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.1"):
        read("http://mixed.example/")


def test_never_asks_a_proxy(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert read(f"{server}/x").content == b"path=/x"


def test_stops_following_redirections(server: str) -> None:
    with pytest.raises(TooManyRedirectsError, match="plus de 3"):
        read(f"{server}/loop", max_redirects=3)


@pytest.mark.parametrize("path", ["drip-body", "drip-head"])
def test_cuts_a_server_that_drips(server: str, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(TooSlowError, match=r"0\.4 s"):
        read(f"{server}/{path}", total_seconds=0.4)
    assert time.monotonic() - start < 2


def test_cuts_a_silent_server(server: str) -> None:
    with pytest.raises(TooSlowError, match=r"0\.2 s"):
        read(f"{server}/silent", read_seconds=0.2)


def test_counts_bytes_once_decompressed(server: str) -> None:
    with pytest.raises(TooLargeError, match="1 Mo"):
        read(f"{server}/bomb", max_bytes=1_000_000)
    assert len(read(f"{server}/bomb", max_bytes=20_000_000).content) == 20_000_000


@pytest.mark.parametrize(("path", "word"), [("not-gzip", "compressée"), ("cut", "injoignable")])
def test_refuses_broken_answers(server: str, path: str, word: str) -> None:
    with pytest.raises(UnreachableError, match=word):
        read(f"{server}/{path}")


def test_names_the_status_of_an_error(server: str) -> None:
    with pytest.raises(BadStatusError, match="404"):
        read(f"{server}/missing")


def test_says_that_a_host_is_unknown_or_closed() -> None:
    with pytest.raises(UnreachableError, match="inconnu"):
        read("http://no-such-host.invalid/")
    with pytest.raises(UnreachableError):
        read("http://127.0.0.1:1/")


def test_does_not_read_again_what_did_not_change(server: str) -> None:
    first = read(f"{server}/versioned")
    assert (first.content, first.known, first.unchanged) == (b"first", Known('"v1"', ""), False)
    again = fetch(f"{server}/versioned", way=Way(LOOPBACK), known=first.known)
    assert (again.content, again.unchanged) == (b"", True)


def test_writes_a_large_document_into_a_file(server: str, tmp_path: Path) -> None:
    file = tmp_path / "table"
    with file.open("w+b") as stream:
        document = download(f"{server}/bomb", stream, way=Way(LOOPBACK))
    assert file.stat().st_size == 20_000_000
    assert document.content == b""


def test_waits_its_turn_at_each_host_and_does_not_count_the_wait(server: str) -> None:
    asked: list[str] = []

    @contextmanager
    def turn(host: str) -> Iterator[None]:
        asked.append(host)
        time.sleep(0.4)
        yield

    way = Way(LOOPBACK, turn=turn)
    assert fetch(f"{server}/redirect//page", limits=Limits(total_seconds=0.3), way=way).content == b"path=/page"
    assert asked == ["127.0.0.1", "127.0.0.1"]


def ask(url: str) -> Document:
    return post(url, Sent("<requête/>".encode(), "application/xml"), way=Way(LOOPBACK))


def test_sends_a_question_too_long_for_an_address(server: str) -> None:
    assert ask(f"{server}/csw").content == "application/xml: <requête/>".encode()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_sends_it_again_to_where_the_service_moved(server: str, status: int) -> None:
    document = ask(f"{server}/moved/{status}/csw")
    assert document.content == "application/xml: <requête/>".encode()
    assert document.url == f"{server}/csw"


def test_only_reads_the_answer_that_is_elsewhere(server: str) -> None:
    assert ask(f"{server}/moved/303/answer").content == b"path=/answer"


def test_checks_where_a_question_goes() -> None:
    with pytest.raises(AddressRefusedError):
        post("http://127.0.0.1:1/csw", Sent(b"<requ\xc3\xaate/>", "application/xml"))


@given(ADDRESSES)
@example("http://[::1")
@example("http://a..b/")
@example("http://x:0/")
@example("http://\u2100.example/")
@example(f"http://{'a' * 300}.example/")
@example("http://127.0.0.1:1/\ud800")
@example("http://xn--/")
@settings(max_examples=200, deadline=None)
def test_no_address_raises_anything_but_a_refusal(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", _nobody)
        with pytest.raises(FetchError):
            fetch(url)
        with pytest.raises(FetchError):
            post(url, Sent(b"", "text/xml"))


@given(TEXT.filter(lambda text: "\r" not in text and "\n" not in text))
@settings(max_examples=100, deadline=None)
def test_no_redirection_raises_anything_but_a_refusal(location: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTTPConnectionPool, "urlopen", lambda *_, **__: HTTPResponse(b"", {"Location": location}, 302))
        with pytest.raises(FetchError):
            fetch("http://192.0.2.1/", limits=Limits(max_redirects=1))


def _nobody(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
    host.encode("idna")  # as the real one does, which refuses some names
    raise socket.gaierror
