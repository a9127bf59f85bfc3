"""Redis through one client: making a client takes longer than most of what is asked of it."""

from functools import lru_cache
from typing import Any

from ckan.lib.redis import connect_to_redis


@lru_cache(maxsize=1)
def shared_redis() -> Any:
    """Return a client of CKAN's own pool of connections, which survives a fork."""
    return connect_to_redis()
