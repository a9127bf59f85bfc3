"""Asks about links one after the other, and remembers the answers as they come."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.archipel.fetch.client import FetchError
from ckanext.archipel.fetch.errors import BadStatusError, HostBusyError, TooSlowError, UnreachableError
from ckanext.archipel.fetch.probe import probe
from ckanext.archipel.fetch.settings import configured_limits, configured_way
from ckanext.archipel.links.model import link
from ckanext.archipel.links.schedule import Hosts, in_turn, next_check

Ask = Callable[[str], int]


@dataclass(frozen=True)
class Outcome:
    """What came of one link; `skipped` when its server is left alone in this run."""

    url: str
    status: int | None = None
    error: str = ""
    skipped: bool = False


def ask_as_configured(url: str) -> int:
    """Return the status of a link that works; one that does not raises a FetchError."""
    return probe(url, configured_limits(), configured_way())


def check_links(due: Collection[tuple[str, int]], ask: Ask = ask_as_configured) -> Iterator[Outcome]:
    """Ask about each link and remember the answer at once: cut short, the next run goes on from there."""
    failures, hosts = dict(due), Hosts()
    for url in in_turn(failures):
        if hosts.left_alone(url):
            yield Outcome(url, skipped=True)
            continue
        outcome = _outcome(url, ask, hosts)
        if not outcome.skipped:
            _remember(outcome, failures[url] + 1 if outcome.error else 0)
        yield outcome


def forget_unused() -> int:
    """Forget the links that no file has any more; return how many."""
    used = sa.select(model.Resource.id).where(model.Resource.url == link.c.url, model.Resource.state == "active")
    statement = sa.delete(link).where(~sa.exists(used)).execution_options(synchronize_session=False)
    forgotten: Any = model.Session.execute(statement)
    model.Session.commit()
    return int(forgotten.rowcount)


def _outcome(url: str, ask: Ask, hosts: Hosts) -> Outcome:
    try:
        status = ask(url)
    except HostBusyError:
        return Outcome(url, skipped=True)
    except FetchError as error:
        hosts.answered(url, not isinstance(error, (TooSlowError, UnreachableError)))
        return Outcome(url, error.status if isinstance(error, BadStatusError) else None, str(error))
    hosts.answered(url, True)
    return Outcome(url, status)


def _remember(outcome: Outcome, failures: int) -> None:
    now = datetime.now(timezone.utc)
    values = {
        "status": outcome.status,
        "error": outcome.error or None,
        "checked": now,
        "failures": failures,
        "next_check": next_check(now, failures, tk.config["ckanext.archipel.links.days"]),
    }
    statement = insert(link).values(url=outcome.url, **values)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["url"], set_=values))
    model.Session.commit()
