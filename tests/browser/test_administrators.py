"""What keeps data out of the export is read by administrators and editors, under both looks, on any screen."""

import subprocess
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from demo.layout import CHECKOUT
from tests.browser.accessibility import violations
from tests.browser.conftest import Api
from tests.browser.visitors import sign_in, visitor
from tests.i18n.test_french_pages import english_on

pytestmark = pytest.mark.browser
WIDE, NARROW = 1280, 320
HIGH_VALUE = "http://data.europa.eu/bna/c_b79e35eb"
REASON = "ValueError : " + "une-valeur-tres-longue-et-sans-espace-" * 6


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def administrator(browser: Browser, look: str, portal: dict[str, Any], scripts: bool) -> Iterator[Page]:
    """The page of the administrator."""
    with visitor(browser, look, java_script_enabled=scripts) as page:
        yield sign_in(page, portal["user"], portal["password"])


@pytest.fixture(scope="module")
def bad(portal: dict[str, Any], api: Api, organization: dict[str, Any]) -> dict[str, str]:
    """A dataset with a value left out and a European rule broken, and one that cannot be written; by what they show."""
    address = f"http://serveur.intranet/{'un-nom-tres-long-' * 9}.csv"
    fields = {"owner_org": organization["id"], "notes": "Une description.", "license_id": "lov2"}
    files = [
        {"url": address, "name": "Fichier", "format": "CSV"},
        {"url": "https://www.example.org/a.csv", "name": "Autre"},
    ]
    suffix = uuid.uuid4().hex[:6]
    left_out, lost = f"laisse-de-cote-{suffix}", f"inexprimable-{suffix}"
    api("package_create", name=left_out, title=f"Laissé {suffix}", hvd_category=[HIGH_VALUE], resources=files, **fields)
    api("package_create", name=lost, title=f"Perdu {suffix}", **fields)
    for command in (("catalogue", "build"), ("conformity", "check")):
        call = [portal["ckan"], "-c", portal["ini"], "archipel", *command]
        subprocess.run(call, cwd=CHECKOUT, env={"PATH": "/usr/bin:/bin", **portal["services"]}, check=True)
    engine = sa.create_engine(portal["services"]["CKAN_SQLALCHEMY_URL"])
    with engine.begin() as connection:
        the_one = "dataset_id = (SELECT id FROM package WHERE name = :name)"
        written = sa.text(f"UPDATE archipel_dataset_rdf SET error = :reason WHERE {the_one}")
        assert connection.execute(written, {"reason": REASON, "name": lost}).rowcount == 1
    return {"left out": left_out, "lost": lost, "address": address, "titles": f"Laissé {suffix}|Perdu {suffix}"}


def problems(page: Page, address: str, *, with_axe: bool) -> list[str]:
    """List what is wrong with a page, wide and narrow; axe needs scripts."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(address)
    found = [f"en anglais : {phrase}" for phrase in english_on(page.content())]
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        page.locator("html").evaluate("html => html.querySelectorAll('details').forEach(part => part.open = true)")
        shown = page.locator("html").evaluate("html => html.scrollWidth")
        found += [f"large de {shown} pixels sur {width}"] if shown > width else []
        found += violations(page, part(page)) if with_axe else []
    return found


def part(page: Page) -> str:
    """Return the part of the page that is ours: CKAN's own header and footer are CKAN's own affair."""
    return "html" if page.locator("html[data-fr-scheme]").count() else "[role=main]"


def test_administrators_read_what_is_not_in_the_catalogue_and_why(
    administrator: Page, scripts: bool, bad: dict[str, str]
) -> None:
    page = administrator
    page.goto("/ckan-admin/")
    page.get_by_role("link", name="Catalogue RDF").click()
    main = page.locator("main, [role=main]").first
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text(bad["address"])
    for name, title in zip(("left out", "lost"), bad["titles"].split("|"), strict=True):
        expect(main.get_by_role("link", name=title)).to_have_attribute("href", f"/dataset/edit/{bad[name]}")
    assert problems(page, "/ckan-admin/catalogue-rdf", with_axe=scripts) == []


def test_administrators_read_which_european_rules_are_broken(
    administrator: Page, scripts: bool, bad: dict[str, str]
) -> None:
    page = administrator
    page.goto("/ckan-admin/")
    page.get_by_role("link", name="Conformité européenne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conformité européenne")
    expect(page.locator("main, [role=main]").first).to_contain_text(bad["titles"].split("|")[0])
    assert problems(page, "/ckan-admin/conformite", with_axe=scripts) == []


def test_editors_read_both_on_the_page_of_the_dataset(administrator: Page, scripts: bool, bad: dict[str, str]) -> None:
    page = administrator
    page.goto(f"/dataset/{bad['left out']}")
    expect(page.locator("main, [role=main]").first).to_contain_text(bad["address"])
    expect(page.locator("main, [role=main]").first).to_contain_text("Conformité européenne")
    page.goto(f"/dataset/{bad['lost']}")
    expect(page.locator("main, [role=main]").first).to_contain_text(REASON)
    found = {name: problems(page, f"/dataset/{bad[name]}", with_axe=scripts) for name in ("left out", "lost")}
    assert found == {"left out": [], "lost": []}
