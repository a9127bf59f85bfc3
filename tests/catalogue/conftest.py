"""A catalogue of which nothing is stored yet."""

from typing import Any

import pytest
from ckan.tests import factories

from ckanext.archipel.catalogue import store


@pytest.fixture
def nothing_stored(with_plugins: None, clean_db: None) -> None:
    """Empty the store, which other tests filled."""
    store.drop()


@pytest.fixture
def organization() -> dict[str, Any]:
    """Return an organization that publishes."""
    return factories.Organization(title="Direction")
