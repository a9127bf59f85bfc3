"""A member proposes a project of the lab; it is listed, readable, and absent from the catalogue of data."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Api

pytestmark = pytest.mark.browser


def test_a_member_proposes_a_project(
    signed_in: Page, api: Api, portal: dict[str, Any], organization: dict[str, Any], suffix: str
) -> None:
    """The form asks for no file; the project is public at once, and never in the DCAT catalogue."""
    page = signed_in
    name, title = f"accueil-des-usagers-{suffix}", f"Accueil des usagers {suffix}"
    page.goto("/projet/new")
    page.fill("#field-title", title)
    page.fill("#field-notes", "Repenser avec les usagers l'accueil de la préfecture.")
    page.select_option("#field-organizations", organization["id"], force=True)
    page.select_option("#field-private", "False")
    page.get_by_role("button", name="Proposer le projet").click()
    page.wait_for_url(f"**/projet/{name}")

    stored = api("package_show", id=name)
    assert (stored["type"], stored["state"]) == ("projet", "active")
    page.goto("/projet/")
    expect(page.locator("body")).to_contain_text(title)
    page.goto("/dataset/")
    expect(page.locator("body")).not_to_contain_text(title)
    catalogue = page.request.get(f"{portal['url']}/catalog.ttl")
    assert catalogue.ok
    assert name not in catalogue.text()
