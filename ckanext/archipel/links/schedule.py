"""When to ask about a link again, in what order, and when to leave a server alone."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

FIRST_RETRY = timedelta(days=1)
LONGEST_RETRY = timedelta(days=30)
FAILURES_OF_A_HOST = 3


def next_check(now: datetime, failures: int, days: int) -> datetime:
    """Return when to ask again: after `days` for a link that works, later and later for one that does not."""
    if not failures:
        return now + timedelta(days=days)
    return now + min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(failures - 1, 10))


def in_turn(urls: Iterable[str]) -> Iterator[str]:
    """Yield links one host after the other, so that none is asked twice in a row while others wait."""
    queues: dict[str, deque[str]] = defaultdict(deque)
    for url in urls:
        queues[host_of(url)].append(url)
    while queues:
        for host in list(queues):
            yield queues[host].popleft()
            if not queues[host]:
                del queues[host]


def host_of(url: str) -> str:
    """Return the host of a link; empty when it has none that can be read."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


class Hosts:
    """The servers that did not answer in this run: after three times, their other links wait for the next run."""

    def __init__(self) -> None:
        self._silent: Counter[str] = Counter()

    def answered(self, url: str, answered: bool) -> None:
        """Note whether a server answered at all, whatever it said."""
        if answered:
            self._silent[host_of(url)] = 0
        else:
            self._silent[host_of(url)] += 1

    def left_alone(self, url: str) -> bool:
        """Tell whether a server is not to be asked any more in this run."""
        return self._silent[host_of(url)] >= FAILURES_OF_A_HOST
