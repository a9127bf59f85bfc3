"""A server on loopback that behaves badly on demand."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

BOMB = gzip.compress(b"0" * 20_000_000)


class Handler(BaseHTTPRequestHandler):
    """Answers according to the path."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/redirect/"):
            self.answer(302, b"", location=unquote(self.path.removeprefix("/redirect/")))
        elif path == "/loop":
            self.answer(302, b"", location="/loop")
        elif path == "/bomb":
            self.answer(200, BOMB, encoding="gzip")
        elif path == "/not-gzip":
            self.answer(200, b"plain", encoding="gzip")
        elif path == "/versioned":
            same = self.headers["If-None-Match"] == '"v1"'
            self.answer(304 if same else 200, b"" if same else b"first", etag='"v1"')
        elif path == "/missing":
            self.answer(404, b"absent")
        elif path == "/cut":
            self.answer(200, b"short", length=100)
        elif path in {"/drip-body", "/drip-head", "/silent"}:
            self.drip(path)
        else:
            self.answer(200, f"path={self.path}".encode())

    def do_HEAD(self) -> None:
        if self.path == "/no-head":
            self.answer(405, b"")
        elif self.path == "/head-cut":
            self.close_connection = True
        else:
            self.do_GET()

    def do_POST(self) -> None:
        status, _, target = self.path.removeprefix("/moved/").partition("/")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/moved/"):
            self.answer(int(status), b"", location=f"/{target}")
        else:
            self.answer(200, f"{self.headers['Content-Type']}: ".encode() + body)

    def answer(
        self,
        status: int,
        body: bytes,
        *,
        location: str = "",
        encoding: str = "",
        length: int | None = None,
        etag: str = "",
    ) -> None:
        """Send a whole answer, or one shorter than announced."""
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Type", "text/turtle; charset=utf-8")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def drip(self, path: str) -> None:
        """Send a byte from time to time, fast enough for any read time-out."""
        self.close_connection = True
        start = {"/drip-body": b"HTTP/1.1 200 OK\r\n\r\n", "/drip-head": b"HTTP/1.1 200 OK\r\nX-A: ", "/silent": b""}
        try:
            self.wfile.write(start[path])
            for _ in range(100):
                time.sleep(0.05)
                if path != "/silent":
                    self.wfile.write(b"a")
        except OSError:
            return


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
