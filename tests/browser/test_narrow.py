"""On a screen 320 pixels wide no form overflows, and each one stays accessible, with its folded parts open."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.conftest import Api

pytestmark = pytest.mark.browser


@pytest.fixture
def addresses(api: Api, organization: dict[str, Any], suffix: str) -> list[str]:
    """The pages with a form, and the page of a file, of a published dataset and of a draft."""
    fields = {"owner_org": organization["id"], "notes": "Une description.", "license_id": "lov2"}
    file = {"url": f"https://www.example.org/{'un-nom-tres-long-' * 8}.csv", "name": "Fichier", "format": "CSV"}
    published = api("package_create", name=f"etroit-{suffix}", title=f"Étroit {suffix}", resources=[file], **fields)
    draft = api("package_create", name=f"brouillon-etroit-{suffix}", title="Brouillon", state="draft", **fields)
    page, resource = f"/dataset/{published['name']}", published["resources"][0]["id"]
    return [
        *(f"/dataset/new/{draft['name']}/{number}" for number in (1, 2, 3)),
        f"/dataset/{draft['name']}/publier/fichiers",
        f"/dataset/{draft['name']}/publier",
        f"{page}/resource/new",
        f"{page}/resource/{resource}",
        f"{page}/resource/{resource}/edit",
        "/organization/new",
        f"/organization/edit/{organization['name']}",
        f"/organization/{organization['name']}/validation",
        f"/organization/{organization['name']}/modification-groupee",
        "/group/new",
    ]


def test_no_form_overflows_a_narrow_screen(signed_in: Page, addresses: list[str]) -> None:
    """Nothing has to be scrolled sideways, and axe finds nothing."""
    page = signed_in
    page.set_viewport_size({"width": 320, "height": 900})
    found: dict[str, Any] = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        width = page.evaluate("document.documentElement.scrollWidth")
        problems = violations(page) + ([f"large de {width} pixels"] if width > 320 else [])
        if problems:
            found[address] = problems
    assert found == {}
