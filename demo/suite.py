"""Runs the test suite on throw-away services of its own."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from demo.console import say
from demo.environment import ensure
from demo.layout import CHECKOUT, CKAN_VERSIONS, Environment
from demo.stack import Stack

MAIN, *OTHERS = CKAN_VERSIONS
ON_EVERY_VERSION = ("-m", "ckan or smoke")


def run_all() -> int:
    """Run every test on the main version of CKAN, those that touch CKAN on the others; return the exit status."""
    failures = 0
    for series, arguments in ((MAIN, ()), *((series, ON_EVERY_VERSION) for series in OTHERS)):
        say(f"== Essais sur CKAN {CKAN_VERSIONS[series]}")
        failures += run(ensure(series), series, arguments) != 0
    return int(failures > 0)


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
            "CKAN___CKAN__HARVEST__MQ__PORT": addresses["CKAN_REDIS_URL"].rsplit(":", 1)[1].partition("/")[0],
        }
        command = [str(environment.python), "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=CHECKOUT, env=variables, check=False).returncode
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
