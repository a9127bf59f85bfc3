"""Does a trial in the background, and notes how far it is."""

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from redis.exceptions import RedisError
from rq.timeouts import JobTimeoutException

from ckanext.archipel.harvest import QUEUE
from ckanext.archipel.harvest.form.fields import Values, configuration_of
from ckanext.archipel.harvest.kinds.registry import kind_named
from ckanext.archipel.harvest.runs.source import Owner, Source, owners
from ckanext.archipel.harvest.trial import reading, store
from ckanext.archipel.harvest.trial.reading import Outcome

log = logging.getLogger(__name__)

# What comes on top of a trial's own time is what is done with its last page, once read.
TIMEOUT = 120


def start(values: Values, source_id: str | None, user_id: str) -> str:
    """Queue a trial of what was typed, before the runs that wait; return its id."""
    trial_id = store.create(values, source_id, user_id)
    options = {"timeout": TIMEOUT, "at_front": True}
    try:
        tk.enqueue_job(work, [trial_id], title="Essai d'une source", queue=QUEUE, rq_kwargs=options)
    except RedisError as error:
        tk.abort(503, f"La file d'attente ne répond pas ({error}).")
    return trial_id


def work(trial_id: str) -> None:
    """Do a trial; this is what the worker calls."""
    trial = store.get(trial_id)
    if trial is None:
        return

    outcome = Outcome()

    def tell(so_far: Outcome) -> None:
        nonlocal outcome
        outcome = so_far
        store.save(trial_id, {**trial, "state": store.READING, "outcome": outcome.to_dict()})

    tell(outcome)
    try:
        outcome = reading.attempt(source_of(trial["values"], trial["source_id"]), tell)
    except JobTimeoutException:
        log.info("Trial %s", trial_id, exc_info=True)
        outcome.interrupt(TIMEOUT)
    finally:
        # make_plan only reads: nothing of the session is to stay.
        model.Session.rollback()
    state = store.FAILED if outcome.problem and not outcome.read else store.DONE
    store.save(trial_id, {**trial, "state": state, "outcome": outcome.to_dict(), "message": outcome.problem})


def source_of(values: dict[str, Any], source_id: str | None) -> Source:
    """Return the source that right values describe, saved or not; its organization may be still to be created."""
    configuration = configuration_of(values)
    organization = model.Group.get(values["owner_org"])
    return Source(
        source_id or "",
        values["title"],
        kind_named(configuration.kind, values["url"]),
        configuration.for_kind(values["url"]),
        configuration,
        Owner.of(organization) if organization else Owner("", values["title"], ""),
        owners(configuration),
    )
