"""Trying again."""

import time
from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from ckanext.archipel.fetch.errors import (
    AddressRefusedError,
    BadStatusError,
    FetchError,
    TooSlowError,
    UnreachableError,
)
from ckanext.archipel.fetch.retry import seconds_asked, with_retries

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=timezone.utc)


def failing(*errors: FetchError) -> Callable[[], str]:
    left = list(errors)

    def act() -> str:
        if left:
            raise left.pop(0)
        return "read"

    return act


def test_tries_again_later_and_later() -> None:
    waits: list[float] = []
    errors = [BadStatusError("u", 503), UnreachableError("u", "coupée", passing=True), BadStatusError("u", 429)]
    assert with_retries(failing(*errors), 3, waits.append) == "read"
    assert waits == [1, 2, 4]


def test_waits_as_long_as_the_server_asks() -> None:
    waits: list[float] = []
    assert with_retries(failing(BadStatusError("u", 429, 30)), 1, waits.append) == "read"
    assert waits == [30]


@pytest.mark.parametrize(
    "error",
    [
        BadStatusError("u", 404),
        BadStatusError("u", 503, retry_after=3600),
        AddressRefusedError("h", "10.0.0.1"),
        TooSlowError("u", 30),
        UnreachableError("u", "nom inconnu"),
    ],
)
def test_gives_up_at_once_when_waiting_would_not_help(error: FetchError) -> None:
    waits: list[float] = []
    with pytest.raises(type(error)):
        with_retries(failing(error), 3, waits.append)
    assert waits == []


def test_does_not_wait_beyond_the_time_one_has() -> None:
    waits: list[float] = []
    errors = [BadStatusError("u", 503), BadStatusError("u", 503, retry_after=20)]
    with pytest.raises(BadStatusError):
        with_retries(failing(*errors), 3, waits.append, until=time.monotonic() + 10)
    assert waits == [1]


def test_gives_up_in_the_end() -> None:
    with pytest.raises(BadStatusError):
        with_retries(failing(*[BadStatusError("u", 503)] * 3), 2, lambda seconds: None)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        ("Sat, 14 Mar 2026 09:00:30 GMT", 30),
        ("Sat, 14 Mar 2026 08:00:00 GMT", 0),
        ("soon", 0),
        ("9" * 400, 0),
        ("-5", 0),
    ],
)
def test_reads_what_a_server_asks_in_seconds_or_as_a_date(header: str | None, seconds: float) -> None:
    assert seconds_asked(header, NOW) == seconds
