"""The public pages: accessible, usable at 320 pixels, with the keyboard alone, and in French."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import violations

pytestmark = pytest.mark.browser

PAGES = ("/", "/dataset/", "/projet/", "/organization/", "/user/login")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, path: str) -> None:
    """WCAG 2.1 AA and the RGAA rules that a machine can check."""
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, path: str) -> None:
    """At 320 CSS pixels, which is also a zoom of 400 % on a common screen."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    """The first stop of the Tab key leads to the content."""
    page.goto("/")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == target.removeprefix("#")


def test_the_home_page_is_the_region_s(page: Page) -> None:
    """Header, footer and search of the regional portal, in French."""
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("header .fr-logo").count() == 1
    assert page.get_by_role("search").count() >= 1
    assert page.locator("footer").get_by_text("Accessibilité").count() >= 1
