"""Kills a worker in the middle of a slice, as the system may at any moment."""

import importlib
import os
import signal
from typing import Any

from ckan import model

from ckanext.archipel.harvest.runs import slices, store

RUNS = "ckanext.archipel.harvest.runs"
LEDGER = "ckanext.archipel.harvest.ledger"
WRITING = "ckanext.archipel.harvest.writing"
# Before the nth call of a function, or after it: (module, name, n, when).
Point = tuple[str, str, int, str]


def die(module: str, name: str, number: int, when: str) -> None:
    """Have this process killed at a call of a function."""
    target = importlib.import_module(module)
    original, calls = getattr(target, name), [0]

    def deadly(*arguments: Any, **named: Any) -> Any:
        calls[0] += 1
        if when == "before" and calls[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if when == "after" and calls[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(target, name, deadly)


def slice_in_a_child(run_id: str, point: Point | None = None) -> int:
    """Do a slice as a worker does, in a process of its own that may be killed; return the signal that ended it."""
    queue_job = store.queue_job_of(run_id)
    _part()
    child = os.fork()
    if not child:
        # Whatever happens, the child is not to go on with the tests.
        try:
            if point is not None:
                die(*point)
            slices.work(run_id, queue_job)
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    _part()
    return os.WTERMSIG(status)


def _part() -> None:
    """Leave the database, so that no connection is shared by two processes."""
    model.Session.remove()
    model.meta.engine.dispose()
