"""Runs the test suite on throw-away services of its own."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from demo.console import UnavailableError, say
from demo.environment import ensure, ensure_udata
from demo.layout import CHECKOUT, CKAN_VERSIONS, MAIN_SERIES, Environment
from demo.stack import Stack

OTHERS = [series for series in CKAN_VERSIONS if series != MAIN_SERIES]
COVERAGE_FLOOR = 49  # per cent of the whole suite; it only rises
EVERYTHING = ("--cov", "--cov-report=", f"--cov-fail-under={COVERAGE_FLOOR}")
ON_EVERY_VERSION = ("-m", "ckan or smoke")


def run_all() -> int:
    """Run every test on the main version of CKAN, those that touch CKAN on the others; return the exit status."""
    _provide_udata()
    failures = 0
    for series, arguments in ((MAIN_SERIES, EVERYTHING), *((series, ON_EVERY_VERSION) for series in OTHERS)):
        say(f"== Essais sur CKAN {CKAN_VERSIONS[series]}")
        failures += run(ensure(series), series, arguments) != 0
    return int(failures > 0)


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
