"""Portals that leave some of our plugins out."""

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("portal")]

STOCK = "activity dcat harvest scheming_datasets"
OUR_SCHEMAS = "ckanext.archipel.schemas:dataset.yaml"
STOCK_SCHEMA = "ckanext.scheming:ckan_dataset.yaml"
Request = pytest.FixtureRequest


@pytest.fixture
def portal(request: Request, ckan_config: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A clean portal with the plugins of ours that the test names."""
    ours: str = request.param
    monkeypatch.setitem(ckan_config, "ckan.plugins", f"{ours} {STOCK}")
    schemas = OUR_SCHEMAS if "archipel" in ours.split() else STOCK_SCHEMA
    if "archipel_lab" in ours:
        schemas += " ckanext.archipel.schemas:project.yaml"
    monkeypatch.setitem(ckan_config, "scheming.dataset_schemas", schemas)
    for fixture in ("with_plugins", "clean_db", "clean_index"):
        request.getfixturevalue(fixture)


def _page(app: CKANTestApp, path: str, status: int = 200) -> BeautifulSoup:
    return BeautifulSoup(app.get(path, status=status).body, "html.parser")


def _dataset() -> dict[str, str]:
    tags = [{"name": "eau"}]
    return factories.Dataset(owner_org=factories.Organization()["id"], title="Zones humides de l’Ain", tags=tags)


@pytest.mark.parametrize(
    "portal",
    ["archipel", "archipel archipel_harvest", "archipel archipel_lab", "archipel archipel_harvest archipel_lab"],
    indirect=True,
)
def test_a_dataset_is_published_and_exported_whatever_stands_beside_the_core(app: CKANTestApp) -> None:
    dataset = _dataset()
    assert "Zones humides" in _page(app, f"/dataset/{dataset['name']}").h1.text
    assert "Zones humides" in app.get("/catalog.ttl", status=200).body


@pytest.mark.parametrize("portal", ["archipel archipel_harvest"], indirect=True)
def test_without_the_lab_there_is_no_page_of_projects(app: CKANTestApp) -> None:
    _page(app, "/projet/", status=404)


@pytest.mark.parametrize("portal", ["archipel archipel_lab"], indirect=True)
def test_without_our_harvest_ckanext_harvest_keeps_its_pages_and_types(app: CKANTestApp) -> None:
    _page(app, "/harvest")
    assert "archipel" not in {kind["name"] for kind in call_action("harvesters_info_show")}


@pytest.mark.parametrize("portal", ["archipel_dsfr"], indirect=True)
def test_the_theme_alone_dresses_a_stock_portal_in_french(app: CKANTestApp) -> None:
    dataset = _dataset()
    for path in ("/", "/dataset/", f"/dataset/{dataset['name']}", "/organization/"):
        page = _page(app, path)
        assert page.select("header.fr-header")
        assert page.html["lang"] == "fr"
    assert "Accessibilité" in _page(app, "/").select_one("footer").text
