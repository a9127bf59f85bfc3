"""What a worker writes with. Free of CKAN."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Permit:
    """On whose behalf datasets are written, and whether followers are told of new ones.

    `hold` begins a transaction: it keeps the run, until the commit, from a worker that would take this one for dead,
    and raises an error when one already did.
    """

    user: str
    hold: Callable[[], None]
    news: bool = False
