"""The public pages in the State design system, on both versions of CKAN and without any script."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins.toolkit import check_ckan_version
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

PLUGINS = "archipel archipel_harvest archipel_lab archipel_dsfr activity dcat harvest scheming_datasets"
LEGAL_PAGES = {
    "/accessibilite": "Déclaration d’accessibilité",
    "/mentions-legales": "Mentions légales",
    "/donnees-personnelles": "Données personnelles et cookies",
    "/plan-du-site": "Plan du site",
}

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.ckan_config("ckan.plugins", PLUGINS),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
]


def page(app: CKANTestApp, path: str, **arguments: Any) -> BeautifulSoup:
    response = app.get(path, **arguments)
    assert response.status_code == 200
    return BeautifulSoup(response.body, "html.parser")


def texts(soup: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.get_text().split()) for found in soup.select(selector)]


def test_the_home_page_leads_to_the_themes_and_the_latest_datasets(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    soup = page(app, "/")
    assert len(soup.select(".fr-tile a[href*='vocab_lab_theme=']")) == 12
    assert "1 jeu de données" in texts(soup, ".fr-tile:has(a[href$='environnement-transition-ecologique']) p")
    assert texts(soup, ".fr-card__title") == [dataset["title"]]
    assert texts(soup, "h1") == ["Données ouvertes et innovation publique en région"]


def test_a_theme_of_the_home_page_finds_its_datasets(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    tile = page(app, "/").select_one(".fr-tile a[href$='environnement-transition-ecologique']")
    assert tile is not None
    assert texts(page(app, str(tile["href"])), ".dataset-heading") == [dataset["title"]]


def test_the_footer_keeps_the_state_s_links_in_their_order(app: CKANTestApp) -> None:
    soup = page(app, "/")
    sites = ["info.gouv.fr", "service-public.gouv.fr", "legifrance.gouv.fr", "data.gouv.fr"]
    assert texts(soup, ".fr-footer__content-link") == sites
    assert "Accessibilité : non conforme" in texts(soup, ".fr-footer__bottom-link")


@pytest.mark.ckan_config("ckanext.archipel.dsfr.accessibility", "partiellement")
@pytest.mark.ckan_config("ckanext.archipel.dsfr.brand", "Préfète|de la région|Auvergne-|Rhône-Alpes")
def test_the_administrator_sets_brand_and_accessibility(app: CKANTestApp) -> None:
    soup = page(app, "/")
    assert texts(soup, "header .fr-logo") == [
        "Préfètede la régionAuvergne-Rhône-Alpes"
    ]  # one line each, parted by <br>
    assert "Accessibilité : partiellement conforme" in texts(soup, ".fr-footer__bottom-link")


@pytest.mark.parametrize(("path", "title"), LEGAL_PAGES.items())
def test_legal_pages_are_in_french(app: CKANTestApp, path: str, title: str) -> None:
    soup = page(app, path)
    assert texts(soup, "h1") == [title]
    assert soup.html is not None
    assert soup.html["lang"] == "fr"


def test_facets_are_links_that_need_no_script(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    soup = page(app, "/dataset/")
    link = soup.select_one("#search-facets a[href*='res_format=CSV']")
    assert link is not None
    filtered = page(app, str(link["href"]))
    assert texts(filtered, ".dataset-heading") == [dataset["title"]]
    assert texts(filtered, ".filter-list a") == ["Formats : CSV"]
    removal = filtered.select_one(".filter-list a")
    assert removal is not None
    assert not page(app, str(removal["href"])).select(".filter-list a")


def test_a_search_by_htmx_answers_with_results_and_facets(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    if not check_ckan_version(min_version="2.12"):
        pytest.skip("CKAN 2.11 ne répond pas par fragments")
    soup = page(app, "/dataset/", headers={"HX-Request": "true"})
    assert soup.select_one("header") is None
    for name in ("search-results", "search-facets"):
        fragment = soup.select_one(f"#{name}")
        assert fragment is not None
        assert fragment["hx-swap-oob"] == "true"


def test_a_long_list_is_paginated_and_keeps_the_search(app: CKANTestApp) -> None:
    organization = factories.Organization()
    for number in range(21):
        factories.Dataset(title=f"Jeu {number}", owner_org=organization["id"])
    soup = page(app, "/dataset/?q=Jeu")
    following = soup.select_one(".fr-pagination__link--next")
    assert following is not None
    assert following["href"] == "?q=Jeu&page=2"
    second = page(app, "/dataset/?q=Jeu&page=2")
    assert len(second.select(".dataset-item")) == 1
    assert texts(second, ".fr-pagination [aria-current]") == ["2"]


def test_what_a_producer_writes_is_never_markup(app: CKANTestApp) -> None:
    organization = factories.Organization()
    factories.Dataset(title="<b>gras</b>", notes="<script>alert(1)</script>texte", owner_org=organization["id"])
    for path in ("/", "/dataset/"):
        assert "<b>gras" not in app.get(path).body
        assert "<script>alert" not in app.get(path).body


def test_a_missing_page_says_so_in_french(app: CKANTestApp) -> None:
    response = app.get("/nulle-part", status=404)
    assert "Page introuvable" in response.body


@pytest.mark.parametrize("path", ["/organization/", "/group/", "/about", "/user/login", "/projet/"])
def test_other_pages_wear_the_same_header_and_one_main_landmark(app: CKANTestApp, path: str) -> None:
    soup = page(app, path)
    assert soup.select_one("header .fr-header__service") is not None
    assert len(soup.select("main")) == 1
