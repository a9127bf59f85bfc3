"""An editor reads what data.gouv.fr makes of the datasets of an organization."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Api

pytestmark = pytest.mark.browser
NARROW: ViewportSize = {"width": 320, "height": 800}


def test_what_data_gouv_fr_keeps_is_read_from_the_page_of_the_organization(
    signed_in: Page, api: Api, organization: dict[str, Any], suffix: str
) -> None:
    page, title = signed_in, f"Arbres {suffix}"
    file = {"url": "http://serveur.intranet/arbres.csv", "name": "Arbres", "format": "CSV"}
    described = {"title": title, "notes": "Les arbres.", "license_id": "lov2", "owner_org": organization["id"]}
    api("package_create", name=f"arbres-{suffix}", tags=[{"name": "ev"}], resources=[file], **described)
    page.goto(f"/organization/{organization['name']}")
    page.get_by_role("link", name="Ce que garde data.gouv.fr").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que garde data.gouv.fr")
    dataset = page.get_by_role("heading", name=title)
    if not dataset.count():
        page.get_by_role("link", name="Page suivante").click()
    expect(dataset).to_be_visible()
    expect(page.get_by_text("Les mots-clés de moins de trois lettres sont retirés : ev.").first).to_be_visible()
    expect(page.get_by_text("« Arbres » : l'adresse n'est pas joignable").first).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
