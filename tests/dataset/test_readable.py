"""A dataset that nobody adopted yet is shown, edited and indexed whatever its extras are called."""

from typing import Any

import pytest
from ckan import model
from ckan.lib.search import rebuild
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

Json = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

EXTRAS = {"publisher": "DREAL", "contact": "42", "spatial_coverage": "Ain", "temporal_coverage": "au printemps"}


def test_a_text_where_groups_are_expected_breaks_no_page(app: CKANTestApp) -> None:
    admin = factories.SysadminWithToken()
    headers = {"Authorization": admin["token"]}
    organization = factories.Organization()
    factories.Dataset(name="ancien", owner_org=organization["id"])
    package = model.Package.get("ancien")
    package.extras = {**package.extras, **EXTRAS}
    model.Session.commit()
    rebuild("ancien")
    for address in ("/dataset/ancien", "/dataset/ancien.ttl", "/dataset/edit/ancien/1", "/dataset/?q=ancien"):
        page = app.get(address, headers=headers)
        assert page.status_code == 200, address
        assert "DREAL" in page.body or "q=" in address, address
    patched = helpers.call_action("package_patch", {"user": admin["name"]}, id="ancien", title="Ancien")
    assert (patched["publisher"], patched["contact"]) == ([{"name": "DREAL"}], [{"name": "42"}])
    assert patched["extras"] == [{"key": "temporal_coverage_text", "value": "au printemps"}]
