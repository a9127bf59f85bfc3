"""An agent reads which rows of a file to correct, corrects them, and asks for a new check."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Api
from tests.browser.visitors import visitor
from tests.validation.files_server import Files, serve

pytestmark = pytest.mark.browser

FIELDS = [{"name": "siret", "type": "string"}, {"name": "jour", "type": "date"}]
CHECKS = [{"name": "siret", "params": {"column": "siret"}}]
SCHEMA = json.dumps({"title": "Aides", "version": "1.0.0", "fields": FIELDS, "custom_checks": CHECKS})
NARROW: ViewportSize = {"width": 320, "height": 800}


@pytest.fixture
def files() -> Iterator[Files]:
    with serve() as held:
        yield held


@pytest.fixture
def address(api: Api, organization: dict[str, Any], suffix: str, files: Files) -> str:
    """The address of the report on a file with two errors."""
    schema = files.put("/1.0.0/schema.json", SCHEMA)
    url = files.put("/aides.csv", "siret;jour\n20005376700014;2026-03-14\n12345678901234;14/03/2026\n")
    resource = {"url": url, "name": "Aides", "format": "CSV", "conforms_to": [schema]}
    name = f"aides-{suffix}"
    described = {"title": "Aides", "notes": "Les aides.", "owner_org": organization["id"], "state": "draft"}
    dataset = api("package_create", name=name, license_id="lov2", resources=[resource], **described)
    return f"/dataset/{name}/resource/{dataset['resources'][0]['id']}/validation"


def read_until(page: Page, address: str, sentence: str) -> None:
    """Follow the page's own link, as a reader without scripts does, until the check is done."""
    page.goto(address)
    for _ in range(60):
        progress = page.get_by_role("link", name="Voir où il en est")
        if not progress.count():
            break
        page.wait_for_timeout(500)
        with page.expect_navigation():
            progress.click()
    expect(page.locator(".archipel-report [role=status]")).to_contain_text(sentence)


def test_the_rows_to_correct_are_read_and_checked_again(signed_in: Page, address: str, files: Files) -> None:
    page = signed_in
    read_until(page, address, "2 erreurs à corriger.")
    row = page.get_by_role("row").filter(has_text="jour")
    expect(row).to_contain_text("Écrivez 2026-03-14.")
    assert violations(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations(page) == []

    files.put("/aides.csv", "siret;jour\n20005376700014;2026-03-14\n")
    page.get_by_role("button", name="Contrôler de nouveau").press("Enter")
    read_until(page, address, "Le fichier suit son schéma.")
    assert violations(page) == []


def test_the_report_needs_no_script(browser: Browser, signed_in: Page, portal: dict[str, Any], address: str) -> None:
    cookies = signed_in.context.storage_state()
    with visitor(browser, portal["url"], java_script_enabled=False, storage_state=cookies) as page:
        read_until(page, address, "2 erreurs à corriger.")
