"""Each step of a publication, and what each says of an error, in the State's theme and under CKAN's own look."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.accessibility import untied, violations
from tests.browser.conftest import Api

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 900}
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true; part.hidden = false })"


@pytest.fixture
def draft(api: Api, organization: dict[str, Any], suffix: str) -> dict[str, Any]:
    """A draft that lacks nearly everything."""
    name = f"etapes-{suffix}"
    return dict(api("package_create", name=name, title="Étapes", owner_org=organization["id"], state="draft"))


class Steps:
    """A narrow browser that notes what it finds wrong on each page."""

    def __init__(self, page: Page, look: str, themed: bool) -> None:
        self.page = page
        self.look = look
        # CKAN's own header and footer are CKAN's own affair.
        self.part = "html" if themed else "[role=main]"
        self.found: dict[str, list[str]] = {}

    def open(self, path: str) -> None:
        """Open a page with all that folds unfolded."""
        self.page.goto(self.look + path)
        self.page.evaluate(UNFOLD)

    def refuse(self, button: str, *fields: str) -> None:
        """Send what is wrong: the list of errors has the focus, and leads to each field."""
        self.page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
        with self.page.expect_navigation():
            self.page.locator(button).click()
        summary = self.page.locator("#archipel-errors")
        expect(summary).to_be_focused()
        self.check(f"erreur : {', '.join(fields)}")
        for field in fields:
            summary.locator(f"a[href='#{field}']").click()
            expect(self.page.locator(f"#{field}")).to_be_focused()
            expect(self.page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")

    def check(self, where: str) -> None:
        """Note what axe finds, what overflows, and the messages that no field names."""
        self.page.evaluate(UNFOLD)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        problems = violations(self.page, self.part) + untied(self.page)
        problems += [f"large de {width} pixels"] if width > NARROW["width"] else []
        if problems:
            self.found[where] = problems


def test_each_step_and_each_error_is_accessible(
    signed_in: Page, portal: dict[str, Any], look: str, draft: dict[str, Any], tmp_path: Path
) -> None:
    """Axe finds nothing, nothing overflows 320 pixels, hints and errors are tied, errors lead to their fields."""
    page, name = signed_in, draft["name"]
    page.set_viewport_size(NARROW)
    steps = Steps(page, look, themed=look == portal["url"])
    steps.open("/publier")
    steps.check("commencer")

    steps.open("/dataset/new")
    page.fill("[name=contact-0-email]", "x")
    steps.refuse("button[value=next]", "field-title", "field-contact-0-email")

    steps.open(f"/dataset/new/{name}/2")
    page.fill("#field-territory", "nulle part")
    page.fill("[name=temporal_resolution]", "souvent")
    page.locator("[name=spatial_coverage-0-bbox]").first.fill("4")
    steps.refuse("button[value=next]", "field-territory", "field-temporal_resolution", "field-spatial_coverage-0-bbox")
    sides = page.locator("[name=spatial_coverage-0-bbox]")
    assert [side.input_value() for side in sides.all()] == ["4", "", "", ""]

    steps.open(f"/dataset/new/{name}/3")
    page.fill("[name=url]", "pas une adresse")
    page.locator("[name=documentation]").first.fill("pas une adresse")
    page.fill("[name=spatial_resolution_in_meters]", "-1")
    steps.refuse("button[value=next]", "field-url", "field-documentation", "field-spatial_resolution_in_meters")

    steps.open(f"/dataset/{name}/publier/fichiers")
    steps.refuse("button[value=add]", "field-files")
    page.fill("#field-url", "pas une adresse")
    steps.refuse("button[value=add]", "field-url")
    table = tmp_path / "table.csv"
    table.write_text("a;b\n1;2\n")
    page.fill("#field-url", "")
    page.set_input_files("[name=files]", table)
    with page.expect_navigation():
        page.click("button[value=add]")
    steps.check("fichier ajouté")

    with page.expect_navigation():
        page.get_by_role("link", name="Décrire table.csv").click()
    page.evaluate(UNFOLD)
    page.fill("#field-download_url", "pas une adresse")
    steps.refuse("button[name=save]", "field-download_url")
    expect(page.locator("#resource-edit")).to_contain_text("table.csv")

    steps.open(f"/dataset/{name}/publier")
    steps.check("publier")
    with page.expect_navigation():
        page.click("button[value=publish]")
    expect(page.locator("#archipel-errors")).to_be_focused()
    steps.check("publier, erreur")
    assert steps.found == {}
