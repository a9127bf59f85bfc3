"""A real portal and a real browser; skipped with a clear word where there is no Chromium."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect, sync_playwright

from demo.layout import CHECKOUT
from demo.services.base import Daemon, free_port
from tests.browser.visitors import PATIENCE_SECONDS, sign_in, visitor

CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SERVICE_ADDRESSES = ("CKAN_SQLALCHEMY_URL", "CKAN_REDIS_URL", "CKAN_SOLR_URL")
Api = Callable[..., Any]


def _demo(command: str, folder: Path) -> None:
    own = {name: value for name, value in os.environ.items() if name not in SERVICE_ADDRESSES}
    port = str(free_port())
    variables = {"ARCHIPEL_PORT": port, **own, "ARCHIPEL_DEMO_DIR": str(folder), "ARCHIPEL_SAMPLES": "0"}
    call = [sys.executable, "-m", "demo", command]
    done = subprocess.run(call, cwd=CHECKOUT, env=variables, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("Chromium n'est pas installé : les essais dans un navigateur sont passés")
    return path


@pytest.fixture(scope="session")
def portal(chromium: str) -> Iterator[dict[str, Any]]:
    """What `portal.json` says of a running portal: the one of `ARCHIPEL_DEMO_DIR`, or one made for the session."""
    given = os.environ.get("ARCHIPEL_DEMO_DIR")
    folder = Path(given) if given else CHECKOUT / ".test" / f"browser-{os.getpid()}"
    _demo("start", folder)
    yield json.loads((folder / "portal.json").read_text())
    if not given:
        _demo("clean", folder)


@pytest.fixture(scope="session")
def stock_look(portal: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same portal under CKAN's own look: without the theme's plugin, on the same services."""
    folder, port = tmp_path_factory.mktemp("stock"), free_port()
    url = f"http://127.0.0.1:{port}"
    ini = folder / "ckan.ini"
    ini.write_text(Path(portal["ini"]).read_text().replace(" archipel_dsfr", "").replace(portal["url"], url))
    web = Daemon("portail sans le thème", folder)
    web.spawn(
        [portal["ckan"], "-c", str(ini), "run", "--disable-reloader", "--threaded", "-H", "127.0.0.1", "-p", str(port)],
        {"PYTHONPATH": str(CHECKOUT), **portal["services"]},
        CHECKOUT,
    )
    web.wait_until(lambda: _opens(f"{url}/api/3/action/status_show"))
    yield url
    web.stop()


@pytest.fixture(params=["theme", "stock"])
def look(request: pytest.FixtureRequest, portal: dict[str, Any]) -> str:
    """The address of the portal under each look."""
    return str(portal["url"] if request.param == "theme" else request.getfixturevalue("stock_look"))


def _opens(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).ok
    except requests.RequestException:
        return False


@pytest.fixture(scope="session")
def api(portal: dict[str, Any]) -> Api:
    """Call an action of the portal as its administrator."""

    def call(action: str, **data: Any) -> Any:
        url = f"{portal['url']}/api/3/action/{action}"
        answer = requests.post(url, json=data, headers={"Authorization": portal["token"]}, timeout=60)
        assert answer.ok, f"{action} : {answer.text}"
        return answer.json()["result"]

    return call


@pytest.fixture(scope="session")
def organization(api: Api) -> dict[str, Any]:
    """An organisation to publish in."""
    if "prefecture-essai" not in api("organization_list"):
        api("organization_create", name="prefecture-essai", title="Préfecture d'essai")
    return dict(api("organization_show", id="prefecture-essai"))


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser of the session."""
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, portal: dict[str, Any]) -> Iterator[Page]:
    """A new visitor's page, in French."""
    with visitor(browser, portal["url"]) as page:
        yield page


@pytest.fixture
def signed_in(page: Page, portal: dict[str, Any]) -> Page:
    """The same, signed in as the administrator."""
    return sign_in(page, portal["user"], portal["password"])


@pytest.fixture
def suffix() -> str:
    """A word that makes names of this test its own, on a portal that lives longer than the test."""
    return uuid.uuid4().hex[:6]
