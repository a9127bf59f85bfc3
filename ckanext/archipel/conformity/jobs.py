"""Checks in the background what was just built."""

import time

from ckanext.archipel.catalogue.connection import shared_redis
from ckanext.archipel.catalogue.jobs import SLICE_SECONDS, ask_once
from ckanext.archipel.conformity.batch import check_unchecked

ASKED = "archipel:conformity:check"


def request_check() -> None:
    """Ask for a check, once for many changes; the builds of the same queue come before it."""
    ask_once(ASKED, check_slice, "Conformité DCAT-AP")


def check_slice(seconds: float = SLICE_SECONDS) -> int:
    """Check for at most this long, then ask for the rest; return how many datasets were checked."""
    shared_redis().delete(ASKED)
    limit, done = time.monotonic() + seconds, 0
    for checked in check_unchecked():
        done += checked
        if time.monotonic() > limit:
            request_check()
            break
    return done
