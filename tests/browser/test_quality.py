"""An ordinary editor publishes step by step what data.gouv.fr and data.europa.eu rate excellent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import violations
from tests.browser.conftest import Api
from tests.browser.visitors import sign_in, visitor

pytestmark = pytest.mark.browser

PASSWORD = "Un-mot-de-passe-d-essai-26"
ANNUAL = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
NOTES = (
    "Les aires de covoiturage du département : leur adresse, leur capacité, leur propriétaire et la date de leur "
    "ouverture. Relevé des communes, complété sur place ; les aires privées n’y sont pas."
)
TABLE = "id;nom;capacité\n1;Gare;20\n2;Mairie;5\n"


@pytest.fixture
def editor(
    browser: Browser, portal: dict[str, Any], api: Api, organization: dict[str, Any], suffix: str
) -> Iterator[Page]:
    """The page of an agent who is editor of one organisation, and nothing more."""
    name = f"agente-{suffix}"
    api("user_create", name=name, email=f"{name}@example.org", password=PASSWORD)
    api("organization_member_create", id=organization["id"], username=name, role="editor")
    with visitor(browser, portal["url"]) as page:
        yield sign_in(page, name, PASSWORD)


def test_a_dataset_published_step_by_step_is_excellent(
    editor: Page, api: Api, organization: dict[str, Any], suffix: str, tmp_path: Path
) -> None:
    """9/9 of data.gouv.fr's points and 380/405 of data.europa.eu's, the address of an upload counted as reachable."""
    page, name = editor, f"excellent-{suffix}"
    table = tmp_path / "aires.csv"
    table.write_text(TABLE, encoding="utf-8")

    page.goto("/publier")
    page.get_by_role("link", name="Décrire un nouveau jeu de données").click()
    page.fill("#field-title", f"Excellent {suffix}")
    page.fill("#field-notes", NOTES)
    page.select_option("#field-organizations", organization["id"])
    page.click("label[for=field-lab_theme-8]")
    page.fill("[name=tag_string]", "covoiturage, mobilité, aire de stationnement")
    page.fill("[name=contact-0-name]", "Pôle mobilité")
    page.fill("[name=contact-0-email]", "mobilite@exemple.fr")
    page.select_option("[name=license_id]", "lov2")
    page.click("button[value=next]")

    page.wait_for_url(f"**/dataset/new/{name}/2")
    page.fill("#field-territory", "01")
    page.fill("[name=temporal_coverage-0-start]", "2026-01-01")
    page.fill("[name=temporal_coverage-0-end]", "2026-12-31")
    page.select_option("[name=frequency]", ANNUAL)
    page.click("button[value=next]")

    page.wait_for_url("**/3")
    page.select_option("[name=access_rights]", PUBLIC)
    page.click("button[value=next]")

    page.wait_for_url("**/publier/fichiers")
    page.set_input_files("[name=files]", table)
    page.click("button[value=add]")
    page.get_by_role("link", name="Décrire aires.csv").click()
    page.fill("#field-description", "Une ligne par aire : identifiant, nom, capacité en places.")
    page.fill("#field-rights", "Source : préfecture d’essai, 2026")
    assert violations(page) == []
    page.click("button[name=save]")

    page.wait_for_url("**/publier/fichiers")
    page.click("button[value=next]")
    page.wait_for_url("**/publier")
    page.click("button[value=publish]")
    page.wait_for_url("**/publie")

    assert api("package_show", id=name)["state"] == "active"
    quality = api("archipel_quality_show", id=name)
    assert (quality["datagouv"]["points"], quality["datagouv"]["max"]) == (9, 9), quality["missing"]
    assert quality["mqa"]["max"] == 405
    assert quality["mqa"]["points"] >= 380, quality["mqa"]["criteria"]
