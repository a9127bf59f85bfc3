"""Whose turn it is at each host."""

import threading
import time
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from ckanext.archipel.fetch.errors import HostBusyError
from ckanext.archipel.fetch.politeness import LocalTurns, SharedTurns, Turn


class FakeRedis:
    """As much of Redis as turns use, held in one place by several « processes »."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[str, float]] = {}

    def set(self, key: str, value: str, nx: bool, px: int) -> bool:
        assert nx
        now = time.monotonic()
        if key in self.keys and self.keys[key][1] > now:
            return False
        self.keys[key] = (value, now + px / 1000)
        return True

    def eval(self, script: str, count: int, key: str, token: str, pause: int) -> None:
        assert "pexpire" in script
        if self.keys[key][0] == token:
            self.keys[key] = (token, time.monotonic() + pause / 1000)


class DeadRedis:
    """A Redis that does not answer."""

    def set(self, *args: Any, **named: Any) -> bool:
        raise RedisConnectionError


def shared(redis: Any, pause: float = 0.1, wait: float = 5) -> SharedTurns:
    return SharedTurns(redis, pause, wait, hold_seconds=10)


def taken(turn: Turn, host: str = "a") -> float:
    with turn(host):
        return time.monotonic()


def test_a_pause_goes_between_two_turns_at_a_host() -> None:
    turns = LocalTurns(0.2, 5)
    first, second = taken(turns), taken(turns)
    assert second - first >= 0.2


def test_hosts_do_not_wait_for_one_another() -> None:
    turns = LocalTurns(5, 5)
    started = time.monotonic()
    taken(turns, "a")
    taken(turns, "b")
    assert time.monotonic() - started < 1


def test_who_has_little_time_waits_no_longer_for_a_turn() -> None:
    redis = FakeRedis()
    one, other = shared(redis), shared(redis)
    started = time.monotonic()
    with one("a"), pytest.raises(HostBusyError), other("a", patience=0.1):
        pytest.fail("the turn was given twice")
    assert time.monotonic() - started < 1


def test_two_processes_take_turns_with_a_pause() -> None:
    redis = FakeRedis()
    one, other = shared(redis, 0.2), shared(redis, 0.2)
    first, second = taken(one), taken(other)
    assert second - first >= 0.2


def test_a_turn_is_never_held_twice_at_once() -> None:
    redis = FakeRedis()
    turns, inside, most = [shared(redis, 0) for _ in range(4)], [0], [0]

    def work(turn: Turn) -> None:
        with turn("a"):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.02)
            inside[0] -= 1

    threads = [threading.Thread(target=work, args=(turn,)) for turn in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


@pytest.mark.parametrize("kind", ["local", "shared"])
def test_a_host_read_for_too_long_elsewhere_is_left(kind: str) -> None:
    redis = FakeRedis()
    holder = shared(redis, wait=0.2)
    waiting = holder if kind == "local" else shared(redis, wait=0.2)
    with holder("a"), pytest.raises(HostBusyError, match=r"0\.2 s"), waiting("a"):
        pytest.fail("the turn was given twice")


def test_without_redis_turns_are_those_of_the_process() -> None:
    turns = shared(DeadRedis(), 0.2)
    first, second = taken(turns), taken(turns)
    assert second - first >= 0.2


def test_a_failure_gives_the_turn_back() -> None:
    turns = shared(FakeRedis(), 0)
    with pytest.raises(KeyError), turns("a"):
        raise KeyError
    assert taken(turns)
