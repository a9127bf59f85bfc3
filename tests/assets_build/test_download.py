"""The pinned downloader, against a real server on loopback."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assets_build.download import MAVEN, DownloadError, Pinned, fetch_all, read_pins

CONTENT = b"0123456789" * 30_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Registry(ThreadingHTTPServer):
    """Serves one content under any name but `absent`, and remembers the ranges asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ranges: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers with the content, or with the end of it."""

    server: Registry

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        if "absent" in self.path:
            self.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        self.wfile.write(CONTENT[start:])

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def registry() -> Iterator[Registry]:
    server = Registry()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_fetches_every_file_in_the_order_asked(registry: Registry, tmp_path: Path) -> None:
    pins = [Pinned(f"{registry.url}/{name}.jar", SHA256, len(CONTENT)) for name in "abc"]
    paths = fetch_all(pins, tmp_path, "essai")
    assert [path.name for path in paths] == ["a.jar", "b.jar", "c.jar"]
    assert all(path.read_bytes() == CONTENT for path in paths)
    assert not list(tmp_path.glob("*.part"))


def test_asks_for_nothing_that_is_already_there(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(CONTENT)
    fetch_all([Pinned(f"{registry.url}/a.jar", SHA256, len(CONTENT))], tmp_path, "essai")
    assert registry.ranges == []


def test_goes_on_where_an_interrupted_download_stopped(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "a.jar.part").write_bytes(CONTENT[:1234])
    (path,) = fetch_all([Pinned(f"{registry.url}/a.jar", SHA256, len(CONTENT))], tmp_path, "essai")
    assert path.read_bytes() == CONTENT
    assert registry.ranges == ["bytes=1234-"]


def test_replaces_a_file_that_was_damaged(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(b"damaged")
    (path,) = fetch_all([Pinned(f"{registry.url}/a.jar", SHA256, len(CONTENT))], tmp_path, "essai")
    assert path.read_bytes() == CONTENT


def test_keeps_nothing_of_a_file_whose_sum_is_wrong(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="somme SHA-256"):
        fetch_all([Pinned(f"{registry.url}/a.jar", "0" * 64, len(CONTENT))], tmp_path, "essai")
    assert not list(tmp_path.iterdir())


def test_stops_reading_a_file_larger_than_announced(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assets_build.download.ATTEMPTS", 1)
    with pytest.raises(DownloadError, match="plus gros"):
        fetch_all([Pinned(f"{registry.url}/a.jar", SHA256, 1000)], tmp_path, "essai")


def test_says_what_is_missing_and_how_to_get_it(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIPEL_MAVEN_MIRROR", registry.url)
    with pytest.raises(DownloadError) as caught:
        fetch_all([Pinned(MAVEN.url("org/absent.jar"), SHA256)], tmp_path, "essai")
    message = str(caught.value)
    assert message.startswith("absent.jar manque")
    assert "ARCHIPEL_MAVEN_MIRROR" in message
    assert str(tmp_path) in message
    assert len(registry.ranges) == 1


def test_hides_the_password_of_a_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets_build.download.ATTEMPTS", 1)
    with pytest.raises(DownloadError) as caught:
        fetch_all([Pinned("http://user:s3cret@127.0.0.1:9/a.jar", SHA256)], tmp_path, "essai")
    assert "s3cret" not in str(caught.value)


def test_the_list_of_solr_s_jars_is_complete() -> None:
    listing = Path(__file__).resolve().parents[2] / "demo" / "solr-jars.tsv"
    pins = read_pins(listing, MAVEN)
    assert len(pins) == len({pin.name for pin in pins}) == 129
    assert all(pin.size and len(pin.sha256) == 64 for pin in pins)


def test_a_beginning_is_asked_for_and_no_more_is_kept_from_a_server_without_ranges(
    registry: Registry, tmp_path: Path
) -> None:
    pin = Pinned(f"{registry.url}/a.tgz", hashlib.sha256(CONTENT[:70_000]).hexdigest(), 70_000, beginning=True)
    (path,) = fetch_all([pin], tmp_path, "essai")
    assert registry.ranges == ["bytes=0-69999"]
    assert (path.name, path.read_bytes()) == ("a.tgz.head", CONTENT[:70_000])
