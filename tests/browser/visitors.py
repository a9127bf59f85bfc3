"""Browsers that visit the portal, each with cookies of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

WIDE = {"width": 1280, "height": 900}
# A machine that runs all the suites at once may take long; what is there is seen at once.
PATIENCE_SECONDS = 60


@contextmanager
def visitor(browser: Browser, site: str, **options: Any) -> Iterator[Page]:
    """Open the page of a French visitor of a site."""
    context = browser.new_context(**{"locale": "fr-FR", "base_url": site, "viewport": WIDE, **options})
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str, password: str) -> Page:
    """Sign in on a visitor's page."""
    page.goto("/user/login")
    page.fill("#field-login", name)
    page.fill("#field-password", password)
    page.locator("#field-password").press("Enter")
    page.wait_for_url("**/dashboard/**")
    return page
