"""Serves the partner catalogue over HTTP."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from demo.partner import catalogue

HOST = "127.0.0.1"
CATALOGUE = "/catalogue.jsonld"


def serve(port: int) -> ThreadingHTTPServer:
    """A server bound to a loopback port (0: any free one), not started yet."""
    return ThreadingHTTPServer((HOST, port), Handler)


def address(server: ThreadingHTTPServer) -> str:
    """Where the server answers."""
    return f"http://{HOST}:{server.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers the catalogue's pages, its datasets' addresses and their files."""

    server: ThreadingHTTPServer

    def do_GET(self) -> None:
        """Answer one request."""
        asked = urlsplit(self.path)
        if asked.path in ("/", CATALOGUE) or asked.path.startswith("/jeux/"):
            self._catalogue(parse_qs(asked.query).get("page", ["1"])[0])
            return
        folder, _, name = asked.path.removeprefix("/").partition("/")
        content = catalogue.table(unquote(name).removesuffix(".csv")) if folder == "fichiers" else None
        if content is None:
            self.send_error(404)
        else:
            self._send(content, "text/csv; charset=utf-8")

    def _catalogue(self, page: str) -> None:
        number = int(page) if page.isdecimal() else 0
        if 1 <= number <= catalogue.last_page():
            self._send(catalogue.page(address(self.server), number), "application/ld+json")
        else:
            self.send_error(404)

    def _send(self, content: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
