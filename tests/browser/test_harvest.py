"""An administrator adds a partner's DCAT catalogue through the page; the job worker brings its datasets in."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from demo.layout import CHECKOUT
from demo.services.base import free_port
from tests.browser.accessibility import violations
from tests.browser.conftest import Api

pytestmark = pytest.mark.browser

SECONDS = 120


@pytest.fixture(scope="module")
def partner() -> Iterator[str]:
    """The address of the demo's partner catalogue, served on loopback."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/catalogue.jsonld"
    server = subprocess.Popen([sys.executable, "-m", "demo.partner", "--port", str(port)], cwd=CHECKOUT)
    for _attempt in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield url
    server.terminate()
    server.wait()


def _finished(api: Api, source: str) -> dict[str, Any]:
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        job = api("harvest_source_show_status", id=source)["last_job"]
        if job and job["status"] == "Finished":
            return dict(job)
        time.sleep(1)
    pytest.fail(f"le moissonnage n'est pas fini après {SECONDS} s")


def test_a_partner_catalogue_is_harvested_through_the_page(
    signed_in: Page, api: Api, organization: dict[str, Any], partner: str, suffix: str
) -> None:
    """The source is created and run in the browser; its datasets are searchable, with their keywords."""
    page = signed_in
    name = f"parc-naturel-{suffix}"
    page.goto("/harvest/new")
    page.fill("#field-url", f"{partner}?{suffix}")
    page.fill("#field-title", f"Parc naturel {suffix}")
    page.check("input[name=source_type][value=archipel]")
    page.select_option("#field-organizations", organization["id"], force=True)
    page.click("#save")
    page.wait_for_url(f"**/harvest/{name}")

    source = api("harvest_source_show", id=name)
    page.goto(f"/harvest/admin/{name}")
    page.locator("a[href*='/harvest/refresh/'], form[action*='/harvest/refresh/'] button").first.click()
    confirm = page.locator(".modal.show .btn-primary, .modal.in .btn-primary")
    confirm.click()
    page.wait_for_load_state()

    job = _finished(api, source["id"])
    assert job["stats"]["added"] >= 10
    found = api("package_search", fq=f'harvest_source_id:"{source["id"]}"', rows=50)
    assert found["count"] == job["stats"]["added"]
    assert any("/" in tag["name"] or "'" in tag["name"] for dataset in found["results"] for tag in dataset["tags"])
    page.goto(f"/harvest/{name}")
    expect(page.locator("body")).to_contain_text(found["results"][0]["title"])


def test_a_source_is_tried_saved_and_followed_on_pages_anybody_can_use(
    signed_in: Page, organization: dict[str, Any], partner: str, suffix: str
) -> None:
    """Form, trial, source, run and dashboard: axe finds nothing, nothing is wider than a narrow screen."""
    page = signed_in
    troubles: list[str] = []

    def look() -> None:
        troubles.extend(violations(page))
        page.set_viewport_size({"width": 320, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            troubles.append(f"{page.url} dépasse 320 pixels")
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto("/moissonnage/sources/nouvelle")
    page.fill("#field-url", f"{partner}?{suffix}-essai")
    page.select_option("#field-owner_org", organization["id"])
    page.click("button[value=save]")
    expect(page.locator("#field-title-error")).to_be_visible()
    expect(page.locator("#field-url")).to_have_value(f"{partner}?{suffix}-essai")
    look()
    page.fill("#field-title", f"Essai {suffix}")
    # Another setting than the source of the first test: two with one address (whatever follows its "?") are refused.
    page.fill("#field-max_removed", "30")
    page.click("button[value=try]")
    # The page follows the trial by itself.
    expect(page.locator("a[href*='essai=']")).to_be_visible(timeout=SECONDS * 1000)
    expect(page.locator("#archipel-trial")).to_contain_text("12")
    look()
    page.locator("a[href*='essai=']").click()
    expect(page.locator("#field-max_removed")).to_have_value("30")
    page.click("button[value=save]")
    expect(page).to_have_url(re.compile("/moissonnage/source/"), timeout=SECONDS * 1000)
    look()
    page.locator("form[action$='/lancer'] button").click()
    page.wait_for_url("**/moissonnage/passages/**")
    expect(page.locator("#archipel-run")).to_contain_text("Terminé", timeout=SECONDS * 1000)
    look()
    page.goto("/moissonnage")
    expect(page.get_by_role("rowheader", name=f"Essai {suffix}")).to_be_visible()
    look()
    assert not troubles
