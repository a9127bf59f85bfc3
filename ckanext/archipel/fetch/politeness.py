"""One request at a time to each host, and a pause between two, in all the processes of the portal."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from redis.exceptions import RedisError

from ckanext.archipel.fetch.errors import HostBusyError

Turn = Callable[[str], AbstractContextManager[None]]

POLL_SECONDS = 0.05
# Only the holder of a turn ends it, and the key stays for the pause that follows.
RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then
  if tonumber(ARGV[2]) > 0 then return redis.call('pexpire', KEYS[1], ARGV[2]) end
  return redis.call('del', KEYS[1])
end
"""


def no_wait(host: str) -> AbstractContextManager[None]:
    """Give a turn at once: for tests and for callers that wait by themselves."""
    return nullcontext()


class LocalTurns:
    """Turns of one process."""

    def __init__(self, pause_seconds: float, max_wait_seconds: float) -> None:
        self._pause = pause_seconds
        self._max_wait = max_wait_seconds
        self._free_at: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._mutex = threading.Lock()

    @contextmanager
    def __call__(self, host: str, patience: float | None = None) -> Iterator[None]:
        """Wait for the host's turn, for less time if told so, hold it, then leave it its pause."""
        with self._mutex:
            lock = self._locks.setdefault(host, threading.Lock())
        wait = _shorter(self._max_wait, patience)
        if not lock.acquire(timeout=wait):
            raise HostBusyError(host, wait)
        try:
            time.sleep(max(0.0, self._free_at.get(host, 0) - time.monotonic()))
            yield
        finally:
            self._free_at[host] = time.monotonic() + self._pause
            lock.release()


class SharedTurns:
    """Turns of all the processes that share a Redis; of this process only while Redis does not answer."""

    def __init__(self, redis: Any, pause_seconds: float, max_wait_seconds: float, hold_seconds: float) -> None:
        self._redis = redis
        self._pause = pause_seconds
        self._max_wait = max_wait_seconds
        self._hold = hold_seconds
        self._local = LocalTurns(pause_seconds, max_wait_seconds)

    @contextmanager
    def __call__(self, host: str, patience: float | None = None) -> Iterator[None]:
        """Wait for the host's turn, for less time if told so, hold it, then leave it its pause."""
        key, token = f"archipel:fetch:{host}", uuid.uuid4().hex
        wait = _shorter(self._max_wait, patience)
        with self._local(host, wait):
            shared = self._take(key, token, host, wait)
            try:
                yield
            finally:
                if shared:
                    self._leave(key, token)

    def _take(self, key: str, token: str, host: str, wait: float) -> bool:
        limit = time.monotonic() + wait
        try:
            # The key expires by itself, should this process die.
            while not self._redis.set(key, token, nx=True, px=int(self._hold * 1000)):
                if time.monotonic() > limit:
                    raise HostBusyError(host, wait)
                time.sleep(POLL_SECONDS)
        except RedisError:
            return False
        return True

    def _leave(self, key: str, token: str) -> None:
        try:
            self._redis.eval(RELEASE, 1, key, token, int(self._pause * 1000))
        except RedisError:
            return


def _shorter(wait: float, patience: float | None) -> float:
    return wait if patience is None else min(wait, patience)
