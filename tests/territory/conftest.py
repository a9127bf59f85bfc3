"""What the tests of territories share."""

import pytest

from ckanext.archipel.territory.model import BUILT


@pytest.fixture
def built() -> None:
    """Skips in a package built without its downloads."""
    if not (BUILT / "territories.json").is_file():
        pytest.skip("le paquet est fait sans la liste des communes")
