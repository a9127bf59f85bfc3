"""A partner's catalogue served on loopback, and a portal that harvests it."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest

DATA = Path(__file__).parent / "data"


@dataclass
class Partner:
    """A server whose pages a test may change."""

    url: str
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # What is answered to each request, where the server knows conditional ones.
    answered: list[int] = field(default_factory=list)
    validators: set[str] = field(default_factory=set)
    # For how many seconds an address makes one wait.
    delays: dict[str, float] = field(default_factory=dict)


@pytest.fixture
def partner() -> Iterator[Partner]:
    """A partner whose catalogue is on two pages."""
    pages = {f"/{path.name}": path.read_bytes() for path in DATA.glob("*.ttl")}
    asked: list[str] = []
    answered: list[int] = []
    validators: set[str] = set()
    delays: dict[str, float] = {}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            asked.append(self.path)
            time.sleep(delays.get(self.path, 0))
            body = pages.get(self.path)
            etag = f'"{hashlib.sha256(body or b"").hexdigest()}"'
            same = bool(validators) and self.headers.get("If-None-Match") == etag
            answered.append(304 if same else 200 if body is not None else 500)
            self.send_response(answered[-1])
            self.send_header("Content-Type", "text/html")
            if self.path in validators:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(b"" if same else body or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Partner(f"http://127.0.0.1:{server.server_port}", pages, asked, answered, validators, delays)
    server.shutdown()
    server.server_close()


def turtle(numbers: Iterable[int], following: str = "", title: str = "Jeu {}") -> bytes:
    """Return a page of datasets, followed by another if its address is given."""
    lines = [
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .",
    ]
    template = (
        '<https://donnees.exemple.fr/{0}> a dcat:Dataset ; dct:identifier "n{0}" ; dct:title "{1}" ;'
        " dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://donnees.exemple.fr/{0}.csv> ] ."
    )
    lines += [template.format(number, title.format(number)) for number in numbers]
    if following:
        lines.append(f"<#page> a hydra:PagedCollection ; hydra:nextPage <{following}> .")
    return "\n".join(lines).encode()


def action(name: str, /, **data: Any) -> Any:
    """Call an action as the portal itself."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(name)({"ignore_auth": True, "user": user}, data)


@dataclass
class Portal:
    """What a test does with the portal."""

    source_id: str
    work: Callable[[], None]
    last_job: dict[str, Any] = field(default_factory=dict)

    def harvest(self) -> dict[str, Any]:
        """Ask for a run as the page does, let the worker do it, return the job."""
        self.last_job = self.ask()
        self.work()
        return dict(action("harvest_job_show", id=self.last_job["id"]))

    def ask(self) -> dict[str, Any]:
        """Ask for a run as the page does."""
        return dict(action("harvest_job_create", source_id=self.source_id, run=True))

    def run(self) -> dict[str, Any]:
        """Return the last run of the source."""
        return dict(action("archipel_harvest_run_list", source_id=self.source_id, limit=1)[0])

    def count(self) -> int:
        """Return how many datasets the portal has."""
        return int(action("package_search", rows=0)["count"])

    def datasets(self) -> dict[str, dict[str, Any]]:
        """Return the datasets by title."""
        results = action("package_search", rows=200, include_private=True)["results"]
        return {dataset["title"]: action("package_show", id=dataset["id"]) for dataset in results}


def work() -> None:
    """Run the waiting jobs of the harvest's queue as the job worker does, in this process."""
    from ckan.lib.jobs import get_queue
    from rq import SimpleWorker

    from ckanext.archipel.harvest import QUEUE

    queue = get_queue(QUEUE)
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level="WARNING")


@pytest.fixture
def make_source(with_plugins: None, clean_db: None, clean_index: None, partner: Partner) -> Callable[..., Portal]:
    """A function that creates a harvest source with its organisation."""
    from ckan.tests import factories

    def make(path: str = "/page1.ttl", source_type: str = "archipel", url: str = "", config: str = "") -> Portal:
        organisation = factories.Organization()
        source = action(
            "harvest_source_create",
            name=organisation["name"] + "-source",
            title="Partenaire",
            url=url or partner.url + path,
            source_type=source_type,
            config=config,
            owner_org=organisation["id"],
        )
        return Portal(source["id"], work)

    return make


@pytest.fixture
def portal(make_source: Callable[..., Portal]) -> Portal:
    """A portal with one harvest source: the partner's catalogue."""
    return make_source()
