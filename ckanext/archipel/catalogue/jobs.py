"""Builds what changed in the background, so that readers find it built."""

import logging
import time
from collections.abc import Callable

import ckan.plugins.toolkit as tk
from redis.exceptions import RedisError

from ckanext.archipel.catalogue import QUEUE, store
from ckanext.archipel.catalogue.builder import Builder
from ckanext.archipel.catalogue.connection import shared_redis
from ckanext.archipel.catalogue.fragments import Fragments, profiles
from ckanext.archipel.catalogue.versions import settings_digest

log = logging.getLogger(__name__)

ASKED = "archipel:catalogue:build"
ASKED_SECONDS = 60  # a build asked for and lost, with its queue, is asked for again after that
SLICE_SECONDS = 50.0
BATCH = 50
SWEPT = "archipel:catalogue:swept"
SWEEP_SECONDS = 3600  # a sweep reads every file's row


def request_build() -> None:
    """Ask for a build, once for many changes; without a queue, readers build what they find old."""
    ask_once(ASKED, build_stale, "Catalogue RDF")


def ask_once(key: str, job: Callable[[], int], title: str) -> None:
    """Have a job run in the catalogue's queue, unless it was asked for a moment ago."""
    try:
        if shared_redis().set(key, "1", nx=True, ex=ASKED_SECONDS):
            tk.enqueue_job(job, title=title, queue=QUEUE)
    except RedisError:
        log.warning("La tâche de fond « %s » n'a pas pu être demandée", title, exc_info=True)


def build_stale(seconds: float = SLICE_SECONDS) -> int:
    """Build what is missing or old for at most this long, then ask for the rest; return how many were built."""
    redis = shared_redis()
    redis.delete(ASKED)
    if redis.set(SWEPT, "1", nx=True, ex=SWEEP_SECONDS):
        store.sweep()
    builder, settings = site_builder()
    limit, done, last = time.monotonic() + seconds, 0, ""
    while versions := store.stale(settings, BATCH, last):
        builder.build(versions)
        done, last = done + len(versions), next(reversed(versions))
        if time.monotonic() > limit:
            request_build()
            return done
    store.forget_absent()
    return done


def site_builder() -> tuple[Builder, str]:
    """Return a builder with the site's own profiles, and the digest of its settings."""
    names = profiles()
    return Builder(Fragments(names)), settings_digest(tuple(names))
