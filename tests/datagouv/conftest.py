"""The real software of data.gouv.fr in a process of its own, where it is installed."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROCESS = Path(__file__).with_name("udata_process.py")
START_SECONDS = 120


@pytest.fixture(scope="session")
def udata() -> list[str]:
    """The command that runs udata; skips where it is not installed."""
    python = Path(os.environ.get("UDATA_PYTHON", ""))
    if not python.is_file():
        pytest.skip("le logiciel de data.gouv.fr n'est pas installé (variable UDATA_PYTHON : un Python avec udata)")
    return [str(python), str(PROCESS)]


@pytest.fixture(scope="module")
def platform(udata: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The real API, served on this machine: its address, an organization, an administrator's key and a stranger's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("udata") / "log"
    with log.open("w") as errors:
        process = subprocess.Popen([*udata, "serve", str(port)], stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line, log.read_text()[-2000:]
        _wait(port)
        yield json.loads(line)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait(port: int) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("udata ne répond pas")
