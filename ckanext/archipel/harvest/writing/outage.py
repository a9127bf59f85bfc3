"""Tells a portal whose database or search engine fails from a record that they refuse."""

import sqlalchemy as sa
from ckan.lib import search
from ckan.lib.search import SearchIndexError


def raise_outage(error: Exception) -> None:
    """Raise an error again, so that the slice is tried later, when no record is to blame for it."""
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        raise error
    if isinstance(error, SearchIndexError) and not search.is_available():
        raise error
