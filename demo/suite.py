"""Runs the test suite on throw-away services of its own."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from demo.layout import CHECKOUT, Environment
from demo.stack import Stack


def run(environment: Environment, arguments: Sequence[str]) -> int:
    """Run pytest with these arguments; return its exit status."""
    folder = CHECKOUT / ".test" / str(os.getpid())
    stack = Stack(environment, folder)
    try:
        stack.start()
        variables = {**os.environ, **stack.addresses(), "CKAN_STORAGE_PATH": str(folder / "storage")}
        return subprocess.run([str(environment.python), "-m", "pytest", *arguments], cwd=CHECKOUT, env=variables, check=False).returncode
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
