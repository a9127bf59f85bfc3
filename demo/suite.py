"""Runs the test suite on throw-away services of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from demo.console import UnavailableError, say
from demo.environment import ensure, ensure_udata
from demo.layout import CHECKOUT, CKAN_VERSIONS, MAIN_SERIES, Environment
from demo.stack import Stack

OTHERS = [series for series in CKAN_VERSIONS if series != MAIN_SERIES]
COVERAGE_FLOOR = 93  # per cent of the whole suite; it only rises
EVERYTHING = ("--cov", "--cov-report=", f"--cov-fail-under={COVERAGE_FLOOR}")
ON_EVERY_VERSION = ("-m", "ckan or smoke")


def run_all() -> int:
    """Run every test on the main version of CKAN, and beside it those that touch CKAN on the others."""
    _provide_udata()
    environments = {series: ensure(series) for series in CKAN_VERSIONS}
    with ExitStack() as stack:
        aside = {series: stack.enter_context(_running_aside(series)) for series in OTHERS}
        say(f"== Essais sur CKAN {CKAN_VERSIONS[MAIN_SERIES]} (et, à côté, sur {', '.join(OTHERS)})")
        failures = int(run(environments[MAIN_SERIES], MAIN_SERIES, EVERYTHING) != 0)
        for series, (process, log) in aside.items():
            failures += process.wait() != 0
            say(f"== Essais sur CKAN {CKAN_VERSIONS[series]}")
            log.seek(0)
            say(log.read())
    return int(failures > 0)


@contextmanager
def _running_aside(series: str) -> Iterator[tuple["subprocess.Popen[str]", IO[str]]]:
    """Run the tests that touch CKAN on another version, and keep what they print for the end."""
    command = [sys.executable, "-m", "demo", "test", "--", *ON_EVERY_VERSION]
    variables = {**os.environ, "CKAN_VERSION": series}
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=variables, stdout=log, stderr=log, text=True)
        try:
            yield process, log
        finally:
            process.terminate()
            process.wait()


def _provide_udata() -> None:
    """Let the suite give our catalogue to the real harvester of data.gouv.fr, unless a Python that has it is named."""
    if os.environ.get("UDATA_PYTHON"):
        return
    try:
        os.environ["UDATA_PYTHON"] = str(ensure_udata().python)
    except UnavailableError as error:
        say(f"Le moissonneur de data.gouv.fr n'a pas pu être installé, ses essais seront sautés : {error}")


def run(environment: Environment, series: str, arguments: Sequence[str]) -> int:
    """Run pytest with these arguments; return its exit status."""
    folder = CHECKOUT / ".test" / str(os.getpid())
    stack = Stack(environment, folder)
    try:
        stack.start()
        addresses = stack.addresses()
        variables = {
            **os.environ,
            **addresses,
            "CKAN_VERSION": series,
            "CKAN_STORAGE_PATH": str(folder / "storage"),
        }
        command = [str(environment.python), "-m", "pytest", f"--ckan-ini={_write_ini(folder, addresses)}", *arguments]
        return subprocess.run(command, cwd=CHECKOUT, env=variables, check=False).returncode
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _write_ini(folder: Path, addresses: Mapping[str, str]) -> Path:
    """Copy `test.ini` with the port of the harvest queue, the one address CKAN does not read from the environment."""
    port = urlsplit(addresses["CKAN_REDIS_URL"]).port
    ini = folder / "test.ini"
    ini.write_text(
        (CHECKOUT / "test.ini").read_text().replace("ckan.harvest.mq.port = 6379", f"ckan.harvest.mq.port = {port}")
    )
    return ini
