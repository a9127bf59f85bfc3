"""Runs the benchmarks on a portal of their own, filled with the sample data."""

import os
import subprocess

from demo.layout import CHECKOUT, Environment
from demo.portal import Portal
from demo.services.base import free_port

FOLDER = CHECKOUT / ".bench"


def run(environment: Environment) -> int:
    """Start the portal, measure, stop it; return the exit status of the benchmarks."""
    os.environ.setdefault("ARCHIPEL_PORT", str(free_port()))
    portal = Portal(environment, FOLDER / "portal")
    try:
        state = portal.start()
        portal.rest()
        command = [str(environment.python), "-m", "benchmarks", state["ini"], str(FOLDER / "results.json")]
        variables = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONWARNINGS": "ignore", **state["services"]}
        return subprocess.run(command, cwd=CHECKOUT, env=variables, check=False).returncode
    finally:
        portal.stop()
