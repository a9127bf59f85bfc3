"""Registering a feed and following its harvest, on the real API of data.gouv.fr served on this machine."""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from ckan.tests import factories
from click.testing import CliRunner, Result
from werkzeug.serving import make_server

from ckanext.archipel.datagouv.cli import datagouv

NAMES = {
    "url": "ckanext.archipel.datagouv.url",
    "key": "ckanext.archipel.datagouv.api_key",
    "networks": "ckanext.archipel.fetch.allowed_networks",
    "pause": "ckanext.archipel.fetch.pause_milliseconds",
    "site": "ckan.site_url",
    "base": "ckanext.dcat.base_uri",
}
SECRET = "udata_secret"
Run = Callable[..., Result]
Configure = Callable[..., None]

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch, ckan_config: dict[str, Any]) -> Configure:
    """Set options until the end of the test, on a machine that may reach its own addresses."""

    def set_options(**options: Any) -> None:
        for name, value in options.items():
            monkeypatch.setitem(ckan_config, NAMES[name], value)

    set_options(networks=["127.0.0.0/8"], pause=0)
    return set_options


@pytest.fixture
def run(configure: Configure) -> Run:
    """Run a command of `ckan archipel datagouv`."""
    return lambda *words: CliRunner().invoke(datagouv, words)


@pytest.fixture
def portal(app: Any, configure: Configure) -> Iterator[str]:
    """Serve the portal at an address that the platform can reach."""
    server = make_server("127.0.0.1", 0, app.flask_app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    configure(site=address, base=address)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


def send(platform: dict[str, Any], path: str, body: dict[str, Any]) -> Any:
    """Do what data.gouv.fr's administrators do."""
    headers = {"X-API-KEY": platform["key"], "Content-Type": "application/json"}
    request = urllib.request.Request(f"{platform['url']}/api/1{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def test_a_feed_is_tried_registered_once_and_followed(
    run: Run, portal: str, platform: dict[str, Any], configure: Configure
) -> None:
    configure(url=platform["url"], key=platform["key"])
    ddt = factories.Organization(title="DDT", datagouv_id=platform["organization"])
    factories.Dataset(owner_org=ddt["id"], title="Arbres", resources=[{"url": "https://a.fr/a.csv", "format": "CSV"}])
    factories.Dataset(owner_org=ddt["id"], title="Jumeau", identifier="même")
    factories.Dataset(owner_org=ddt["id"], title="Jumelle", identifier="même")

    tried = run("register", ddt["name"])
    assert tried.exit_code == 0, tried.output
    assert f"Catalogue : {portal}/organization/{ddt['id']}/catalog.xml" in tried.output
    assert "Source : à créer" in tried.output
    assert "2 pris, 1 refusé" in tried.output
    assert "même identifiant" in tried.output
    assert "aucune source" in run("status", ddt["name"]).output

    made = run("register", ddt["name"], "--apply")
    assert made.exit_code == 0, made.output
    assert "en attente de validation" in made.output
    assert "déjà à jour" in run("register", ddt["name"], "--apply").output
    changed = run("register", ddt["name"], "--apply", "--format", "ttl", "--no-preview")
    assert "Source mise à jour" in changed.output
    assert "jamais moissonnée" in run("status").output

    [source] = json.load(urllib.request.urlopen(f"{platform['url']}/api/1/harvest/sources/"))["data"]
    assert source["url"].endswith("/catalog.ttl")
    send(platform, f"/harvest/source/{source['id']}/validate/", {"state": "accepted"})
    followed = run("status")
    assert followed.exit_code == 0, followed.output
    assert "validée" in followed.output
    assert "terminé, avec des refus, 2 pris, 1 refusé" in followed.output
    assert platform["key"] not in "".join(each.output for each in (tried, made, changed, followed))


@pytest.mark.parametrize(("key", "words"), [("stranger", "administrateur ou éditeur"), ("organization", "refusée")])
def test_a_key_without_right_is_told(
    run: Run, platform: dict[str, Any], key: str, words: str, configure: Configure
) -> None:
    configure(url=platform["url"], key=platform[key])
    refused = run("register", factories.Organization()["name"], "--datagouv-id", platform["organization"])
    assert refused.exit_code == 1
    assert words in refused.output


@pytest.fixture
def fake() -> Iterator[tuple[str, list[Any]]]:
    """Serve the answers it is given on this machine, and remember the keys it was sent."""
    answers: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_GET  # noqa: N815 - the server looks for this name

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", answers
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((301, {"Location": "https://ailleurs.example/"}), "ckanext.archipel.datagouv.url"),
        ((404, {}), "n'existe pas sur data.gouv.fr"),
        ((500, {}), "en panne"),
        ((503, {"Retry-After": "120"}), "en panne"),
    ],
)
def test_a_platform_that_does_not_answer_well_is_told(
    run: Run, fake: tuple[str, list[Any]], answer: Any, words: str, configure: Configure
) -> None:
    address, answers = fake
    answers.append(answer)
    configure(url=address, key=SECRET)
    refused = run("register", factories.Organization()["name"], "--datagouv-id", "abc")
    assert refused.exit_code == 1
    assert words in refused.output
    assert SECRET not in refused.output


def test_what_is_lacking_is_told(run: Run, configure: Configure) -> None:
    name = factories.Organization()["name"]
    assert "Aucune clé" in run("register", name).output
    configure(key=SECRET)
    assert "n'existe pas sur ce portail" in run("register", "inconnue").output
    assert "datagouv_id" in run("register", name).output
    assert "Aucune organisation" in run("status").output
    assert "n'existe pas sur ce portail" in run("check", "inconnue").output
    configure(url="http://127.0.0.1:1")
    silent = run("register", name, "--datagouv-id", "abc")
    assert (silent.exit_code, "ne répond pas" in silent.output) == (1, True)
    assert SECRET not in silent.output
