"""An agent publishes, corrects and deletes a dataset, in French, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Api

pytestmark = [pytest.mark.browser, pytest.mark.smoke]

KEYWORDS = ["Foncier Sol/Occupation du sol", "document d'urbanisme", "forêt"]


def _describe(page: Page, title: str, organization: dict[str, Any]) -> None:
    page.goto("/dataset/new")
    page.fill("#field-title", title)
    page.fill("#field-notes", "Les aires de covoiturage du département, avec leur capacité.")
    page.select_option("#field-organizations", organization["id"], force=True)
    page.select_option("#field-private", "False")
    page.evaluate(
        "keywords => { document.querySelector('[name=tag_string]').value = keywords }",
        ", ".join(KEYWORDS),
    )
    page.select_option("[name=license_id]", "lov2")
    page.click("button[name=save]")


def test_an_agent_publishes_corrects_and_deletes_a_dataset(
    signed_in: Page, api: Api, organization: dict[str, Any], suffix: str
) -> None:
    """What the agent typed is what the portal stored, keywords included, and the page shows it in French."""
    page = signed_in
    name = f"aires-de-covoiturage-{suffix}"
    _describe(page, f"Aires de covoiturage {suffix}", organization)

    page.wait_for_url("**/resource/new")
    page.evaluate("document.querySelector('[name=url]').value = 'https://www.example.org/aires.csv'")
    page.fill("[name=name]", "Aires de covoiturage (CSV)")
    page.click("button[name=save][value=go-metadata]")
    page.wait_for_url(f"**/dataset/{name}")
    expect(page.locator("body")).to_contain_text("document d'urbanisme")

    stored = api("package_show", id=name)
    assert stored["state"] == "active"
    assert sorted(tag["name"] for tag in stored["tags"]) == sorted(KEYWORDS)
    assert [resource["url"] for resource in stored["resources"]] == ["https://www.example.org/aires.csv"]

    page.goto(f"/dataset/edit/{name}")
    page.fill("#field-title", "Aires de covoiturage corrigées")
    page.click("button[name=save].btn-primary")
    page.wait_for_url(f"**/dataset/{name}")
    corrected = api("package_show", id=name)
    assert corrected["state"] == "active"
    assert corrected["title"] == "Aires de covoiturage corrigées"
    assert sorted(tag["name"] for tag in corrected["tags"]) == sorted(KEYWORDS)

    page.goto(f"/dataset/delete/{name}")
    page.click("#confirm-dataset-delete-form button[name=delete]")
    page.wait_for_url(lambda url: "/delete/" not in url)
    assert api("package_show", id=name)["state"] == "deleted"
