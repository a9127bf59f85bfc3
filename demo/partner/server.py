"""Serves the partners' catalogues over HTTP, one of each kind, and lets tests break them.

Faults, put by `curl -X PUT -d 'retrait lenteur' http://127.0.0.1:5100/pannes`, an empty text ending them:
`arret` (answers 503), `lenteur` (two seconds an answer), `retrait` (two thirds of the datasets are gone),
`notice-fautive` (the first has no title), `page-perdue` (pages after the first answer 500), `sans-export`.
"""

from __future__ import annotations

import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo.partner import arcgis, ckan, csw, dcat, files, geonetwork, opendatasoft, udata
from demo.partner.asked import Answer, Asked

HOST = "127.0.0.1"
CATALOGUE = dcat.PATH
FAULTS = "/pannes"
STOPPED, SLOW, LOST_PAGE = "arret", "lenteur", "page-perdue"
SLOW_SECONDS = 2.0
MAX_BODY = 100_000
# Whatever asks for a page that is not the first, in any protocol.
LATER = re.compile(r"\b(?:page|start|offset|from|startPosition)\W{1,4}(?:[2-9]|1\d)")
# Where each kind is to be harvested.
CATALOGUES = {
    "dcat": dcat.PATH,
    "csw": csw.PATH,
    "opendatasoft": f"{opendatasoft.PATH}exports/json",
    "arcgis": arcgis.PATH,
    "udata": f"{udata.PATH}?organization={udata.ORGANIZATION}",
    "ckan": ckan.PATH,
    "geonetwork": f"{geonetwork.ROOT}/search/records/_search",
}


def answer(asked: Asked) -> Answer:
    """Answer a request to any of the partners."""
    text = asked.target + asked.body.decode("utf-8", "replace")
    if STOPPED in asked.faults:
        return Answer(b"", status=503)
    if LOST_PAGE in asked.faults and LATER.search(text):
        return Answer(b"", status=500)
    partners = (dcat, csw, opendatasoft, arcgis, udata, ckan, geonetwork, files)
    return next((found for partner in partners if (found := partner.answer(asked))), Answer(b"", status=404))


class PartnerServer(ThreadingHTTPServer):
    """A server bound to a loopback port, and what is wrong with it."""

    faults: frozenset[str] = frozenset()


def serve(port: int) -> PartnerServer:
    """A server bound to a loopback port (0: any free one), not started yet."""
    return PartnerServer((HOST, port), Handler)


def address(server: ThreadingHTTPServer) -> str:
    """Where the server answers."""
    return f"http://{HOST}:{server.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Hands requests over to the partners."""

    server: PartnerServer

    def do_GET(self) -> None:
        """Answer one request."""
        faults = self.server.faults
        if SLOW in faults:
            time.sleep(SLOW_SECONDS)
        self._send(answer(Asked(address(self.server), self.path, self._body(), faults)))

    def do_POST(self) -> None:
        """Answer one request with a body."""
        self.do_GET()

    def do_PUT(self) -> None:
        """Set what is wrong with the server."""
        if self.path != FAULTS:
            self.send_error(404)
            return
        self.server.faults = frozenset(self._body().decode("utf-8", "replace").split())
        self._send(Answer(" ".join(sorted(self.server.faults)).encode("utf-8"), "text/plain; charset=utf-8"))

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        return self.rfile.read(min(int(length), MAX_BODY)) if length.isdecimal() else b""

    def _send(self, found: Answer) -> None:
        if found.status != 200:
            self.send_error(found.status)
            return
        self.send_response(200)
        self.send_header("Content-Type", found.media_type)
        self.send_header("Content-Length", str(len(found.content)))
        self.end_headers()
        self.wfile.write(found.content)
