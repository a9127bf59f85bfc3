"""Two agents: one asks for a validation, the other sends the draft back, then publishes it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Api
from tests.browser.visitors import sign_in, visitor

pytestmark = pytest.mark.browser

PASSWORD = "Un-mot-de-passe-d-essai-26"
SignIn = Callable[[str], Page]


@pytest.fixture
def signed_in_as(browser: Browser, portal: dict[str, Any]) -> Iterator[SignIn]:
    """Open a browser of one's own for each agent."""
    with ExitStack() as stack:
        yield lambda name: sign_in(stack.enter_context(visitor(browser, portal["url"])), name, PASSWORD)


def test_a_draft_is_sent_back_then_published_by_somebody_else(api: Api, signed_in_as: SignIn, suffix: str) -> None:
    """The author never has a button to publish; each page on the way is accessible."""
    author, reviewer, name = f"autrice-{suffix}", f"relecteur-{suffix}", f"a-valider-{suffix}"
    for person in (author, reviewer):
        api("user_create", name=person, email=f"{person}@example.org", password=PASSWORD)
    users = [{"name": author, "capacity": "editor"}, {"name": reviewer, "capacity": "editor"}]
    extras = [{"key": "require_validation", "value": "true"}]
    organization = api("organization_create", name=f"exigeante-{suffix}", title="Exigeante", users=users, extras=extras)
    api(
        "package_create",
        name=name,
        title="À valider",
        notes="Une description.",
        owner_org=organization["id"],
        license_id="lov2",
        lab_theme=["transports-infrastructures"],
        contact=[{"email": "mobilite@exemple.fr"}],
        territory=["fr:departement:01"],
        frequency="http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        resources=[{"url": "https://www.example.org/a.csv", "name": "Fichier"}],
        state="draft",
    )
    hers, his = signed_in_as(author), signed_in_as(reviewer)

    hers.goto(f"/dataset/{name}/publier")
    expect(hers.locator("button[value=publish]")).to_have_count(0)
    assert violations(hers) == []
    hers.get_by_role("button", name="Demander la validation").click()
    expect(hers.locator("main")).to_contain_text("La validation est demandée")

    his.goto("/tableau-de-bord")
    assert violations(his) == []
    his.locator("#todo-to-validate ~ ul").get_by_role("link", name="À valider").click()
    his.fill("#field-review-message", "Dites les limites des données.")
    assert violations(his) == []
    his.get_by_role("button", name="Renvoyer avec ce message").click()
    expect(his.locator("main")).to_contain_text("est renvoyé")

    hers.goto("/tableau-de-bord")
    hers.locator("#todo-returned ~ ul").get_by_role("link", name="À valider").click()
    expect(hers.locator("main")).to_contain_text("Dites les limites des données.")
    hers.get_by_role("button", name="Demander la validation").click()

    his.goto(f"/dataset/{name}")
    assert violations(his) == []
    his.get_by_role("button", name="Valider et publier").click()
    his.wait_for_url("**/publie")
    assert api("package_show", id=name)["state"] == "active"
