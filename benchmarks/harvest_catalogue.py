"""A catalogue of made-up datasets in Turtle, page by page, on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = 100
PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATASET = """<https://donnees.exemple.fr/jeu/{n}> a dcat:Dataset ;
  dct:identifier "mesure-{n}" ; dct:title "Jeu de données {n}" ; dct:description "Une description du jeu {n}." ;
  dcat:keyword "eau", "commune", "mesure {n}" ;
  dct:issued "2024-01-15"^^xsd:date ; dct:modified "2025-03-01"^^xsd:date ;
  dct:publisher [ a foaf:Organization ; foaf:name "Service des mesures" ] ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Service des mesures" ;
                      vcard:hasEmail <mailto:mesures@exemple.fr> ] ;
  dcat:distribution {files} .
"""
FILE = """[ a dcat:Distribution ; dct:title "Fichier {k}" ; dct:format "CSV" ;
    dcat:accessURL <https://donnees.exemple.fr/jeu/{n}/{k}.csv> ; dcat:mediaType "text/csv" ]"""


@lru_cache
def page(first: int, last: int, size: int, address: str) -> bytes:
    """Return the datasets of a page, and where the next one is."""
    datasets = [
        DATASET.format(n=n, files=", ".join(FILE.format(n=n, k=k) for k in range(3)))
        for n in range(first, min(first + PAGE, last))
    ]
    following = f"<#page> a hydra:PagedCollection ; hydra:nextPage <{address}&start={first + PAGE}> .\n"
    return "\n".join([PREFIXES, *datasets, following if first + PAGE < last else ""]).encode()


@contextmanager
def served(size: int) -> Iterator[str]:
    """Serve the catalogue; yields the address of its first page."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            asked = {key: int(values[0]) for key, values in parse_qs(urlsplit(self.path).query).items()}
            first, last = asked.get("from", 0), asked.get("to", size)
            address = f"http://127.0.0.1:{server.server_port}/catalogue.ttl?from={first}&to={last}"
            self.send_response(200)
            self.send_header("Content-Type", "text/turtle")
            self.end_headers()
            self.wfile.write(page(asked.get("start", first), last, size, address))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/catalogue.ttl"
    finally:
        server.shutdown()
        server.server_close()
