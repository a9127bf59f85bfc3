"""The portal the tests ask: loading its plugins and its application takes two seconds, so tests share one.

Only a test that changes the configuration (mark `ckan_config`) loads a portal for itself, as CKAN's own fixtures
do for every test.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan import plugins
from ckan.tests.helpers import CKANTestApp

_shared: dict[str, Any] = {}


@pytest.fixture
def with_plugins(request: pytest.FixtureRequest, ckan_config: Any) -> Iterator[None]:
    """Load the plugins of the configuration, or find them as an earlier test left them."""
    if _changes_the_configuration(request):
        _shared.clear()
        plugins.load_all()
        yield
        plugins.unload_all()
        return
    if _shared:
        ckan_config.clear()
        ckan_config.update(_shared["config"])
    else:
        plugins.load_all()
        _shared["config"] = ckan_config.copy()
    yield


@pytest.fixture
def app(
    request: pytest.FixtureRequest, with_plugins: None, ckan_config: Any, make_app: Callable[[], CKANTestApp]
) -> CKANTestApp:
    """A client of its own on the shared application: no cookie passes from one test to another."""
    if _changes_the_configuration(request):
        return make_app()
    if "application" not in _shared:
        # The application loads the plugins anew, so the configuration is kept as it leaves it.
        _shared["application"] = make_app().app
        _shared["config"] = ckan_config.copy()
    return CKANTestApp(_shared["application"])


def _changes_the_configuration(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("ckan_config") is not None
