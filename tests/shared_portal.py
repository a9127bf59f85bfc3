"""The portal the tests ask: loading its plugins and its application takes two seconds, so tests share one.

It is loaded anew, as CKAN's own fixtures do for every test, whenever a test wants another configuration than the test
before it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from ckan import plugins
from ckan.tests.helpers import CKANTestApp

_shared: dict[str, Any] = {}


@pytest.fixture
def with_plugins(ckan_config: Any) -> None:
    """Load the plugins of the configuration, or find them as the test before left them."""
    wanted = ckan_config.copy()
    if _shared.get("wanted") == wanted:
        ckan_config.clear()
        ckan_config.update(_shared["loaded"])
        return
    _shared.clear()
    plugins.load_all()
    _shared.update(wanted=wanted, loaded=ckan_config.copy())


@pytest.fixture
def app(with_plugins: None, ckan_config: Any, make_app: Callable[[], CKANTestApp]) -> CKANTestApp:
    """A client of its own on the shared application: no cookie passes from one test to another."""
    if "application" not in _shared:
        # The application loads the plugins anew, so the configuration is kept as it leaves it.
        _shared.update(application=make_app().app, loaded=ckan_config.copy())
    return CKANTestApp(_shared["application"])
