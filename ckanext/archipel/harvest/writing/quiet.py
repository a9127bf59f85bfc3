"""Spares CKAN, in a worker, what a harvest needs only once per page, or not at all for most datasets."""

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
from ckan.lib.search import index_for

from ckanext.archipel.catalogue.jobs import request_build
from ckanext.archipel.validation import events

SOLR_COMMIT = "ckan.search.solr_commit"
DEFAULT_VIEWS = "ckan.views.default_views"


@contextmanager
def without_solr_commits() -> Iterator[None]:
    """Let Solr keep what it receives for the `publish` that ends a page."""
    with _set(SOLR_COMMIT, False):
        yield


@contextmanager
def without_default_views() -> Iterator[None]:
    """Leave to the caller which files get views."""
    with _set(DEFAULT_VIEWS, []):
        yield


@contextmanager
def _set(option: str, value: object) -> Iterator[None]:
    before = tk.config.get(option)
    tk.config[option] = value
    try:
        yield
    finally:
        tk.config[option] = before


def publish() -> None:
    """Show readers what was written: one commit of Solr, one build of the catalogue."""
    index_for("Package").commit()
    request_build()


@contextmanager
def without_followers() -> Iterator[None]:
    """Silence those who follow each save: a first harvest is no news, but thousands of datasets at once."""
    with tk.signals.action_succeeded.muted():
        yield


def created(dataset_id: str) -> None:
    """Tell of a new dataset those of ours that it concerns: its files may follow a table schema."""
    events.after_action("package_create", context={}, result=dataset_id)
