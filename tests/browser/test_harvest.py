"""An administrator adds a partner's DCAT catalogue through the page; the job worker brings its datasets in."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.layout import CHECKOUT
from demo.services.base import free_port
from tests.browser.accessibility import untied, violations
from tests.browser.conftest import Api
from tests.browser.visitors import sign_in, visitor

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
    # CKAN's scripts start once they have fetched their French; they write the name after the title, and ask on clicks.
    page.wait_for_load_state("networkidle")
    page.fill("#field-url", f"{partner}?{suffix}")
    page.fill("#field-title", f"Parc naturel {suffix}")
    page.check("input[name=source_type][value=archipel]")
    page.select_option("#field-organizations", organization["id"], force=True)
    page.click("#save")
    page.wait_for_url(f"**/harvest/{name}")

    source = api("harvest_source_show", id=name)
    page.goto(f"/harvest/admin/{name}")
    page.wait_for_load_state("networkidle")
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


@pytest.fixture
def form(organization: dict[str, Any], partner: str, suffix: str) -> dict[str, str]:
    """What is typed for a source."""
    return {
        "url": f"{partner}?{suffix}-essai",
        "title": f"Essai {suffix}",
        "owner_org": organization["id"],
        # Another setting than the other sources: two with one address (whatever follows its "?") are refused.
        "max_removed": str(int(suffix, 16) % 999_999),
    }


class Looked:
    """A browser whose pages anybody should be able to use; notes what is wrong with each."""

    def __init__(self, page: Page, address: str, themed: bool) -> None:
        self.page = page
        self.address = address
        # CKAN's own header and footer are CKAN's own affair, and so are its macros of fields, which tie no hint.
        self.themed = themed
        self.part = "html" if themed else "[role=main]"
        self.troubles: list[str] = []

    def at(self, path: str) -> None:
        """Go to a page and look at it."""
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Note what axe finds, hints that no field names, what is wider than a narrow screen."""
        page = self.page
        found = violations(page, self.part) + (untied(page) if self.themed else [])
        page.set_viewport_size({"width": 320, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"large de {width} pixels"] if width > 320 else []
        page.set_viewport_size({"width": 1280, "height": 900})
        self.troubles += [f"{page.url} : {each}" for each in found]


@pytest.fixture
def looked(signed_in: Page, portal: dict[str, Any], look: str) -> Looked:
    """The administrator's browser, under each look."""
    return Looked(signed_in, look, themed=look == portal["url"])


def test_a_source_is_tried_saved_and_followed_on_pages_anybody_can_use(
    looked: Looked, api: Api, form: dict[str, str]
) -> None:
    """Form, trial, source, run, changes, dataset and dashboard: axe finds nothing, nothing overflows 320 pixels."""
    page = looked.page
    looked.at("/moissonnage/partenaires")
    looked.at("/moissonnage/sources/nouvelle")
    page.fill("#field-url", form["url"])
    page.select_option("#field-owner_org", form["owner_org"])
    page.fill("#organization-remote-2", "Un producteur")
    page.click("button[value=save]")
    expect(page.locator("#archipel-errors")).to_contain_text("Donnez un nom")
    expect(page.locator("#field-organizations-error")).to_be_visible()
    expect(page.locator("#field-url")).to_have_value(form["url"])
    looked.look()
    page.fill("#field-title", form["title"])
    page.fill("#field-max_removed", form["max_removed"])
    page.select_option("#organization-local-1", form["owner_org"])
    page.click("button[value=try]")
    # The page follows the trial by itself.
    expect(page.locator("a[href*='essai=']")).to_be_visible(timeout=SECONDS * 1000)
    expect(page.locator("#archipel-trial")).to_contain_text("12")
    looked.look()
    page.locator("a[href*='essai=']").click()
    expect(page.locator("#organization-remote-1")).to_have_value("Un producteur")
    page.click("button[value=save]")
    expect(page).to_have_url(re.compile("/moissonnage/source/"), timeout=SECONDS * 1000)
    looked.look()
    page.locator("form[action$='/lancer'] button").click()
    page.wait_for_url("**/moissonnage/passages/**")
    expect(page.locator("#archipel-run")).to_contain_text("Terminé", timeout=SECONDS * 1000)
    looked.look()
    # What this run met may be another source's already: one that added something shows what it wrote.
    run = next(each for each in api("archipel_harvest_run_list", limit=100) if each["added"])
    looked.at(f"/moissonnage/passages/{run['id']}/modifications")
    looked.at(f"/dataset/{api('archipel_harvest_run_changes', id=run['id'])[0]['name']}/moissonnage")
    looked.at("/moissonnage")
    expect(page.get_by_role("rowheader", name=form["title"])).to_be_visible()
    assert not looked.troubles


@pytest.fixture
def scriptless(browser: Browser, portal: dict[str, Any], look: str) -> Iterator[Page]:
    """The administrator's browser without JavaScript, under each look."""
    with visitor(browser, look, java_script_enabled=False) as page:
        yield sign_in(page, portal["user"], portal["password"])


def test_all_is_done_without_javascript(scriptless: Page, form: dict[str, str]) -> None:
    """A source is tried, saved, harvested; its pages follow what goes on by reloading themselves."""
    page = scriptless
    page.goto("/moissonnage/sources/nouvelle")
    for name in ("url", "title", "max_removed"):
        page.fill(f"#field-{name}", form[name])
    page.select_option("#field-owner_org", form["owner_org"])
    page.fill("#organization-remote-1", "Un producteur")
    page.select_option("#organization-local-1", form["owner_org"])
    page.click("button[value=try]")
    expect(page.locator("a[href*='essai=']")).to_be_visible(timeout=SECONDS * 1000)
    page.locator("a[href*='essai=']").click()
    expect(page.locator("#organization-remote-1")).to_have_value("Un producteur")
    page.click("button[value=save]")
    expect(page).to_have_url(re.compile("/moissonnage/source/"), timeout=SECONDS * 1000)
    page.locator("form[action$='/lancer'] button").click()
    page.wait_for_url("**/moissonnage/passages/**")
    expect(page.locator("#archipel-run")).to_contain_text("Terminé", timeout=SECONDS * 1000)
    page.goto("/moissonnage")
    expect(page.get_by_role("rowheader", name=form["title"])).to_be_visible()
