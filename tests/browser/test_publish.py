"""An agent publishes step by step, corrects and deletes a dataset, in French, in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Api
from tests.browser.visitors import sign_in, visitor

pytestmark = pytest.mark.browser

UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true })"
RECTANGLE = ["4.69", "45.56", "5.06", "45.94"]
KEYWORDS = ["Foncier Sol/Occupation du sol", "document d'urbanisme", "forêt"]
NON_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
TABLE = "id;nom;capacité\n1;Gare;20\n2;Mairie;5\n".encode("cp1252")
NOTES = (
    "Les aires de covoiturage du département : leur adresse, leur capacité, leur propriétaire et la date de leur "
    "ouverture. Relevé des communes, complété sur place."
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A table in an old encoding, and its notice."""
    table, notice = tmp_path / "aires.csv", tmp_path / "notice.pdf"
    table.write_bytes(TABLE)
    notice.write_bytes(b"%PDF-1.4 notice")
    return [table, notice]


@pytest.fixture
def without_scripts(browser: Browser, portal: dict[str, Any]) -> Iterator[Page]:
    """The administrator's page in a browser that runs no script."""
    with visitor(browser, portal["url"], java_script_enabled=False) as page:
        yield sign_in(page, portal["user"], portal["password"])


def _accessible(page: Page) -> None:
    assert violations(page) == []


def _describe(page: Page, title: str, organization: dict[str, Any]) -> None:
    page.goto("/dataset/new")
    page.fill("#field-title", title)
    page.fill("#field-notes", NOTES)
    page.select_option("#field-organizations", organization["id"])
    page.click("label[for=field-lab_theme-8]")
    page.fill("[name=tag_string]", ", ".join(KEYWORDS))
    page.fill("[name=contact-0-email]", "mobilite@exemple.fr")
    page.select_option("[name=license_id]", "lov2")


def _situate(page: Page) -> None:
    page.fill("#field-territory", "01")
    page.select_option("[name=frequency]", "http://publications.europa.eu/resource/authority/frequency/ANNUAL")
    page.fill("[name=temporal_coverage-0-start]", "2026-01-01")
    page.fill("[name=temporal_coverage-0-end]", "2026-12-31")


def _bound(page: Page) -> None:
    page.evaluate(UNFOLD)
    for side, degrees in zip(page.locator("[name=spatial_coverage-0-bbox]").all(), RECTANGLE, strict=True):
        side.fill(degrees)


def _bounds(dataset: dict[str, Any]) -> list[float]:
    corners = json.loads(dataset["spatial_coverage"][0]["bbox"])["coordinates"][0]
    return [*min(corners), *max(corners)]


def _delete(page: Page, name: str) -> None:
    page.goto(f"/dataset/delete/{name}")
    page.click("#confirm-dataset-delete-form button[name=delete]")
    page.wait_for_url(lambda url: "/delete/" not in url)


@pytest.mark.smoke
def test_an_agent_publishes_corrects_and_deletes_a_dataset(
    signed_in: Page, api: Api, organization: dict[str, Any], suffix: str, files: list[Path]
) -> None:
    """Every step is accessible, and what was typed is what the portal stored."""
    page = signed_in
    title = f"Aires de covoiturage {suffix}"
    name = f"aires-de-covoiturage-{suffix}"
    page.goto("/publier")
    _accessible(page)
    _describe(page, title, organization)
    _accessible(page)
    page.click("button[value=next]")

    page.wait_for_url(f"**/dataset/new/{name}/2")
    _situate(page)
    _bound(page)
    _accessible(page)
    page.click("button[value=next]")
    page.wait_for_url("**/3")
    _accessible(page)
    page.click("button[value=next]")

    page.wait_for_url("**/publier/fichiers")
    page.set_input_files("[name=files]", files)
    page.click("button[value=add]")
    expect(page.locator("main")).to_contain_text("encodage WINDOWS-1252, colonnes séparées par des points-virgules")
    _accessible(page)
    page.click("button[value=next]")

    page.wait_for_url(f"**/dataset/{name}/publier")
    expect(page.locator("main")).to_contain_text("Ce qui manque encore")
    _accessible(page)
    page.click("button[value=publish]")
    page.wait_for_url("**/publie")
    _accessible(page)

    stored = api("package_show", id=name)
    assert stored["state"] == "active"
    assert stored["private"] is False
    assert sorted(tag["name"] for tag in stored["tags"]) == sorted(KEYWORDS)
    assert stored["territory"] == ["fr:departement:01"]
    assert _bounds(stored) == [float(side) for side in RECTANGLE]
    table = next(resource for resource in stored["resources"] if resource["name"] == "aires.csv")
    assert (table["format"], int(table["size"]), len(table["hash"])) == ("CSV", len(TABLE), 64)

    page.goto(f"/dataset/edit/{name}")
    page.fill("#field-title", "Aires de covoiturage corrigées")
    page.click("label[for=field-lab_theme-8]")
    page.click("label[for=field-lab_theme-9]")
    page.click("button[value=save]")
    page.wait_for_url(f"**/dataset/{name}")
    corrected = api("package_show", id=name)
    found = (corrected["state"], corrected["title"], corrected["lab_theme"])
    assert found == ("active", "Aires de covoiturage corrigées", ["innovation-numerique"])
    assert sorted(tag["name"] for tag in corrected["tags"]) == sorted(KEYWORDS)
    assert corrected["temporal_coverage"] == stored["temporal_coverage"]

    _delete(page, name)
    assert api("package_show", id=name)["state"] == "deleted"


def test_publishing_needs_no_script(
    without_scripts: Page, api: Api, organization: dict[str, Any], suffix: str, files: list[Path]
) -> None:
    """The same steps, with the browser's own controls only."""
    page = without_scripts
    name = f"sans-script-{suffix}"
    _describe(page, f"Sans script {suffix}", organization)
    page.click("button[value=next]")
    _situate(page)
    page.click("button[value=next]")
    page.click("button[value=next]")
    page.set_input_files("[name=files]", files)
    page.click("button[value=next]")
    page.click("button[value=publish]")
    page.wait_for_url("**/publie")
    stored = api("package_show", id=name)
    assert (stored["state"], len(stored["resources"])) == ("active", 2)
    assert stored["contact"][0]["email"] == "mobilite@exemple.fr"


def test_a_group_of_fields_opens_when_an_answer_makes_it_useful(
    signed_in: Page, without_scripts: Page, api: Api, organization: dict[str, Any], suffix: str
) -> None:
    """At once with scripts; folded but within reach without, and open once the answer is saved."""
    address = f"/dataset/new/restreint-{suffix}/3"
    api("package_create", name=f"restreint-{suffix}", title="Restreint", owner_org=organization["id"], state="draft")
    for page in (signed_in, without_scripts):
        page.goto(address)
        expect(page.locator("[name=access_limitation]")).to_be_hidden()
    signed_in.select_option("[name=access_rights]", NON_PUBLIC)
    expect(signed_in.locator("[name=access_limitation]")).to_be_visible()
    signed_in.select_option("[name=access_rights]", "")
    expect(signed_in.locator("[name=access_limitation]")).to_be_hidden()

    for summary in without_scripts.locator("details.archipel-group:not([open]) > summary").all()[::-1]:
        summary.click()
    for name in ("access_limitation", "reference_system", "hvd_category", "version"):
        expect(without_scripts.locator(f"[name={name}]").first).to_be_visible()
    without_scripts.select_option("[name=access_rights]", NON_PUBLIC)
    without_scripts.click("button[value=draft]")
    expect(without_scripts.locator("[name=access_limitation]")).to_be_visible()
    expect(without_scripts.locator("[name=version]")).to_be_hidden()


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"La touche Tab n'atteint jamais {selector}")


def test_publishing_needs_no_mouse(signed_in: Page, api: Api, suffix: str) -> None:
    """Tab, letters, arrows, space and Enter are enough."""
    page = signed_in
    name = f"au-clavier-{suffix}"
    page.goto("/dataset/new")
    _tab_to(page, "#field-title")
    page.keyboard.type(f"Au clavier {suffix}")
    _tab_to(page, "#field-notes")
    page.keyboard.type(NOTES)
    _tab_to(page, "#field-lab_theme-1")
    page.keyboard.press("Space")
    _tab_to(page, "[name=tag_string]")
    page.keyboard.type("covoiturage, mobilité, voiture")
    _tab_to(page, "[name=contact-0-email]")
    page.keyboard.type("mobilite@exemple.fr")
    _tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")

    page.wait_for_url("**/2")
    _tab_to(page, "#field-territory")
    page.keyboard.type("fr:departement:01")
    _tab_to(page, "[name=temporal_coverage-0-start]")
    page.keyboard.type("01012026")
    _tab_to(page, "[name=frequency]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/3")
    _tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")

    page.wait_for_url("**/publier/fichiers")
    _tab_to(page, "#field-url")
    page.keyboard.type("https://www.example.org/aires.csv")
    _tab_to(page, "#field-name")
    page.keyboard.type("Aires")
    _tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dataset/{name}/publier")
    _tab_to(page, "button[value=publish]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publie")
    assert api("package_show", id=name)["state"] == "active"


def test_an_error_is_told_at_the_top_and_loses_nothing(
    signed_in: Page, organization: dict[str, Any], suffix: str
) -> None:
    """The list of errors leads to each field; all that was typed is still there; the page stays accessible."""
    page = signed_in
    _describe(page, "", organization)
    page.fill("[name=contact-0-email]", "x")
    page.fill("[name=contact-0-url]", "ce n'est pas une adresse")
    page.click("button[value=next]")
    summary = page.locator("#archipel-errors")
    expect(summary).to_contain_text("Titre")
    assert page.input_value("#field-notes") == NOTES
    assert page.input_value("[name=tag_string]") == ", ".join(KEYWORDS)
    assert page.input_value("[name=contact-0-url]") == "ce n'est pas une adresse"
    assert page.is_checked("#field-lab_theme-8")
    _accessible(page)
    summary.get_by_role("link", name="Titre").click()
    assert page.evaluate("document.activeElement.id") == "field-title"
    assert page.get_attribute("#field-title", "aria-invalid") == "true"
    assert "field-title-error" in str(page.get_attribute("#field-title", "aria-describedby"))


def test_a_draft_waits_for_its_author_and_says_what_forbids_publishing(
    signed_in: Page, api: Api, organization: dict[str, Any], suffix: str
) -> None:
    """Saved, left, found again; the last step refuses to publish without a territory and leads to the field."""
    page = signed_in
    title = f"Brouillon {suffix}"
    _describe(page, title, organization)
    page.click("button[value=draft]")
    page.wait_for_url("**/1")
    page.goto("/publier")
    page.get_by_role("link", name=title, exact=True).click()
    assert page.input_value("#field-title") == title
    page.goto(f"/dataset/brouillon-{suffix}/publier")
    page.click("button[value=publish]")
    _accessible(page)
    page.locator("#archipel-errors a").first.click()
    page.wait_for_url("**/dataset/new/brouillon-*/**")
    assert api("package_show", id=f"brouillon-{suffix}")["state"] == "draft"


def test_a_published_dataset_becomes_the_draft_of_its_next_edition(
    signed_in: Page, api: Api, organization: dict[str, Any], suffix: str
) -> None:
    """What lasts is copied, and the draft points at the edition before."""
    page = signed_in
    first = api(
        "package_create",
        name=f"edition-{suffix}",
        title=f"Édition {suffix}",
        notes=NOTES,
        owner_org=organization["id"],
        license_id="lov2",
        contact=[{"email": "mobilite@exemple.fr"}],
        territory=["fr:departement:01"],
        frequency="http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    )
    page.goto(f"/dataset/edition-{suffix}")
    page.get_by_role("button", name="Préparer une nouvelle édition").click()
    page.wait_for_url("**/dataset/new/**/1")
    draft = api("package_show", id=page.url.split("/")[-2])
    assert draft["state"] == "draft"
    assert draft["notes"] == NOTES
    assert draft["territory"] == ["fr:departement:01"]
    assert draft["has_version"][0].endswith(first["id"])
