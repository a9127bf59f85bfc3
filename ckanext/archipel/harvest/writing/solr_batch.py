"""Sends Solr the documents of many datasets in one request.

CKAN opens a connection for each document (https://github.com/ckan/ckan/issues/3482), which is a fifth of what the
harvest of a new dataset costs, and has no way to be given another: its index module's `make_connection` is replaced
here while a batch is gathered, in the thread that gathers it, and nowhere else.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pysolr
from ckan.lib.search import SearchIndexError, index


class _Batch:
    """Stands for a connection: keeps the documents it is given, and leaves all else to a real one."""

    def __init__(self, connect: Callable[..., Any]) -> None:
        self.documents: list[dict[str, Any]] = []
        self._connect = connect

    def add(self, docs: Sequence[dict[str, Any]], commit: bool) -> None:
        """Keep documents; the caller of the batch commits."""
        self.documents.extend(docs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connect(), name)


@contextmanager
def one_request() -> Iterator[None]:
    """Gather what is indexed inside, then send it without a commit; SearchIndexError when Solr refuses a document."""
    connect, gatherer = index.make_connection, threading.get_ident()
    batch = _Batch(connect)

    def batch_or_connection(*args: Any, **options: Any) -> Any:
        return batch if threading.get_ident() == gatherer else connect(*args, **options)

    index.make_connection = batch_or_connection
    try:
        yield
    finally:
        index.make_connection = connect
    try:
        if batch.documents:
            connect().add(docs=batch.documents, commit=False)
    except (pysolr.SolrError, OSError) as error:
        raise SearchIndexError(f"Solr : {str(error)[:1000]}") from error
