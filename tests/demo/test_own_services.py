"""The demo on services that an administrator already has."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from demo.layout import CHECKOUT, ENVIRONMENTS, MAIN_SERIES, Environment
from demo.services.base import free_port
from demo.stack import OWN_ADDRESS, Stack

GIVEN = [*OWN_ADDRESS.values(), "CKAN_DATASTORE_WRITE_URL", "CKAN_DATASTORE_READ_URL"]


@pytest.fixture
def own_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """The addresses of a PostgreSQL, a Valkey and a Solr that the demo did not start."""
    for name in GIVEN:  # those of the test run
        monkeypatch.delenv(name, raising=False)
    stack = Stack(Environment(ENVIRONMENTS / f"ckan-{MAIN_SERIES}"), tmp_path / "own")
    stack.start()
    addresses = stack.addresses()
    yield {name: addresses[name] for name in OWN_ADDRESS.values()}
    stack.stop()


def _demo(command: str, folder: Path, addresses: Mapping[str, str]) -> None:
    settings = {
        "ARCHIPEL_DEMO_DIR": str(folder),
        "ARCHIPEL_PORT": str(free_port()),
        "ARCHIPEL_SAMPLES": "0",
        "CKAN_VERSION": MAIN_SERIES,
    }
    environment = {**os.environ, **settings, **addresses}
    subprocess.run([sys.executable, "-m", "demo", command], cwd=CHECKOUT, env=environment, check=True, timeout=300)


def test_the_demo_runs_on_the_administrator_s_services_and_leaves_them_running(
    own_services: Mapping[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "portal"
    _demo("start", folder, own_services)
    try:
        state = json.loads((folder / "portal.json").read_text())
        assert state["services"] == own_services
        with urllib.request.urlopen(f"{state['url']}/catalog.ttl", timeout=30) as answer:
            assert b"dcat:Catalog" in answer.read()
        started = {file.stem for file in (folder / "run").glob("*.pid")}
        assert started == {"portail", "travailleur", "partenaire"}
    finally:
        _demo("stop", folder, own_services)
    with urllib.request.urlopen(f"{own_services['CKAN_SOLR_URL']}/admin/ping?wt=json", timeout=30) as answer:
        assert answer.status == 200
