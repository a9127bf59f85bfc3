"""Runs the static checks: ruff and strict typing."""

import subprocess

from demo.console import say
from demo.layout import CHECKOUT, Environment

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "ckanext/archipel", "demo", "assets_build", "benchmarks"),
)


def run(environment: Environment) -> int:
    """Run every check; return 1 when one of them fails."""
    failures = 0
    for tool, *arguments in CHECKS:
        say(f"== {tool} {' '.join(arguments)}")
        failures += (
            subprocess.run([str(environment.python), "-m", tool, *arguments], cwd=CHECKOUT, check=False).returncode != 0
        )
    return int(failures > 0)
