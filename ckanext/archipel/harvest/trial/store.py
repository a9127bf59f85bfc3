"""Where trials are kept while somebody may look at them: in Redis, for an hour."""

import json
import time
import uuid
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

KEPT_SECONDS = 3600
# Each goes before the harvests that wait, and asks a partner's server for up to two hundred records.
MOST_PER_HOUR = 20
# A trial that says nothing for so long was killed with its worker.
SILENT_SECONDS = 180
WAITING, READING, DONE, FAILED = "waiting", "reading", "done", "failed"

Trial = dict[str, Any]


class TooManyError(Exception):
    """The user started as many trials as one may in an hour."""


def create(values: dict[str, Any], source_id: str | None, user_id: str) -> str:
    """Note a trial that a worker will do; return its id. TooManyError when the user had too many in an hour."""
    redis, counter = connect_to_redis(), _key(f"count:{user_id}")
    redis.set(counter, 0, ex=KEPT_SECONDS, nx=True)
    if int(redis.incr(counter)) > MOST_PER_HOUR:
        raise TooManyError(user_id)
    trial_id = str(uuid.uuid4())
    save(trial_id, {"user": user_id, "source_id": source_id, "values": values, "state": WAITING, "outcome": {}})
    return trial_id


def save(trial_id: str, trial: Trial) -> None:
    """Keep a trial as it now is."""
    text = json.dumps({**trial, "id": trial_id, "moment": time.time()})
    connect_to_redis().set(_key(trial_id), text, ex=KEPT_SECONDS)


def get(trial_id: str) -> Trial | None:
    """Return a trial, if it still is kept."""
    text = connect_to_redis().get(_key(trial_id)) if trial_id else None
    if text is None:
        return None
    trial: Trial = json.loads(text)
    if trial["state"] == READING and time.time() - trial["moment"] > SILENT_SECONDS:
        trial |= {"state": FAILED, "message": tk._("The trial was interrupted: start it again.")}
    return trial


def _key(trial_id: str) -> str:
    return f"archipel:{tk.config['ckan.site_id']}:harvest-trial:{trial_id}"
