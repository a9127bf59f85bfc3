"""A portal that leaves the theme out."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import CKANTestApp

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def test_the_portal_keeps_ckan_s_look(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    for path in ("/", "/dataset/", f"/dataset/{dataset['name']}"):
        soup = BeautifulSoup(app.get(path, status=200).body, "html.parser")
        assert soup.select_one(".masthead") is not None
        assert not soup.select("[class*='fr-']")
    app.get("/accessibilite", status=404)
