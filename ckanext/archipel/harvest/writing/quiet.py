"""Spares CKAN, in a worker, what a harvest needs only once per page: Solr's commits and the followers of each save."""

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
from ckan.lib.search import index_for

from ckanext.archipel.catalogue.jobs import request_build
from ckanext.archipel.validation import events

SOLR_COMMIT = "ckan.search.solr_commit"


@contextmanager
def without_solr_commits() -> Iterator[None]:
    """Let Solr keep what it receives for the `publish` that ends a page."""
    before = tk.config.get(SOLR_COMMIT)
    tk.config[SOLR_COMMIT] = False
    try:
        yield
    finally:
        tk.config[SOLR_COMMIT] = before


def publish() -> None:
    """Show readers what was written: one commit of Solr, one build of the catalogue."""
    index_for("Package").commit()
    request_build()


@contextmanager
def without_followers() -> Iterator[None]:
    """Silence those who follow each save: nobody follows a dataset that is just being created."""
    with tk.signals.action_succeeded.muted():
        yield


def created(dataset_id: str, has_table_schemas: bool) -> None:
    """Tell of a new dataset those of ours that it concerns: its files may follow a table schema."""
    if has_table_schemas:
        events.after_action("package_create", context={}, result=dataset_id)
