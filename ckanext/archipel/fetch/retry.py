"""Tries again what a server refused for a moment, later and later, when it asks to."""

import time
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TypeVar

from ckanext.archipel.fetch.errors import BadStatusError, FetchError, UnreachableError

T = TypeVar("T")
Sleep = Callable[[float], None]

PASSING = frozenset({429, 502, 503, 504})
FIRST_SECONDS = 1.0
MAX_SECONDS = 60.0


def with_retries(act: Callable[[], T], retries: int, sleep: Sleep = time.sleep, until: float | None = None) -> T:
    """Return what `act` returns, trying again at most `retries` times, until a moment, while its failure may pass."""
    for attempt in range(retries):
        try:
            return act()
        except FetchError as error:  # noqa: PERF203 one request is far longer
            seconds = _delay(error, attempt)
            if seconds is None or seconds > MAX_SECONDS or (until is not None and time.monotonic() + seconds > until):
                raise
            sleep(seconds)
    return act()


def seconds_asked(header: str | None, now: datetime | None = None) -> float:
    """Read a Retry-After header, in seconds or as a date; 0 when there is none or it is unreadable."""
    if not header:
        return 0
    if header.strip().isdecimal() and len(header) < 10:
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return 0
    date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - (now or datetime.now(timezone.utc))).total_seconds())


def _delay(error: FetchError, attempt: int) -> float | None:
    """Return how long to wait before trying again; None when it would not help."""
    backoff = FIRST_SECONDS * 2**attempt
    if isinstance(error, BadStatusError) and error.status in PASSING:
        return max(backoff, error.retry_after)
    if isinstance(error, UnreachableError) and error.passing:
        return backoff
    return None
