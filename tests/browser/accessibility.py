"""What axe says of a page, as a readable list."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "RGAAv4"]}}


def violations(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule of WCAG 2.1 AA or of the RGAA."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']} : {node['target']}" for rule in found for node in rule["nodes"]]
