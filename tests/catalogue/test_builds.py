"""Builds at once, and builds killed half-way, leave what one whole build makes."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.jobs import site_builder

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
DATASETS = 60
START_SECONDS = 120


@pytest.fixture
def ini(request: pytest.FixtureRequest, app: Any) -> str:
    """The configuration of a portal with some datasets, none built."""
    owner = factories.Organization()["id"]
    for number in range(DATASETS):
        factories.Dataset(owner_org=owner, title=f"Jeu {number}", contact=[{"name": "Pôle", "email": "a@exemple.fr"}])
    store.drop()
    return str(request.config.getoption("--ckan-ini"))


def build(ini: str, *options: str) -> "subprocess.Popen[str]":
    """Start the command in a process of its own."""
    command = [str(Path(sys.executable).with_name("ckan")), "-c", ini, "archipel", "catalogue", "build", *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


def stored() -> dict[str, tuple[Any, ...]]:
    """Return all that is stored, by dataset, but for when it was."""
    columns = ", ".join(store.SAVED)
    with model.meta.engine.connect() as connection:
        rows = connection.execute(sa.text(f"SELECT dataset_id, {columns} FROM archipel_dataset_rdf"))
        return {row[0]: tuple(bytes(v) if isinstance(v, memoryview) else v for v in row[1:]) for row in rows}


def test_builds_at_once_and_one_killed_half_way_leave_what_one_build_makes(app: Any, ini: str) -> None:
    killed = build(ini)
    limit = time.monotonic() + START_SECONDS
    while not stored() and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    half = stored()
    assert 0 < len(half) < DATASETS
    builds = [build(ini), build(ini, "--workers", "2"), build(ini, "--all")]
    for started in builds:
        told, _ = started.communicate(timeout=START_SECONDS)
        assert started.returncode == 0
        assert "0 inexprimables" in told
    several = stored()
    assert len(several) == DATASETS
    assert store.stale(site_builder()[1], DATASETS) == {}
    dump = gzip.decompress(app.get("/catalog.nt.gz").data)
    store.drop()
    alone = build(ini)
    alone.communicate(timeout=START_SECONDS)
    assert stored() == several
    assert gzip.decompress(app.get("/catalog.nt.gz").data) == dump
