"""What the commands print: one line a step, one clear line when something cannot be had."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class UnavailableError(Exception):
    """Something the command needs cannot be had; the message says what is missing and how to get it."""


def say(message: str) -> None:
    """Print a line at once, so that a pipe shows progress too."""
    print(message, flush=True)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Show that a step runs, then how long it took."""
    say(f"→ {label}…")
    started = time.monotonic()
    yield
    say(f"  {label} : fait en {time.monotonic() - started:.1f} s")


def fail(error: UnavailableError) -> int:
    """Print the one line that tells what is missing; return the exit status."""
    print(f"✗ {error}", file=sys.stderr, flush=True)
    return 1
