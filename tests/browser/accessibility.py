"""What axe says of a page, as a readable list."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "RGAAv4"]}}

# Messages and hints that the control they are about does not name.
UNTIED = """() => {
  const words = element => element.textContent.replace(/\\s+/g, ' ').trim();
  const told = control => control.getAttribute('aria-describedby').split(/\\s+/).filter(Boolean)
    .map(id => document.getElementById(id)).map(element => element ? words(element) : 'nothing').join(' ');
  const messages = 'form.archipel-form :is(.error-block, .fr-message--error, .info-block, .fr-hint-text)';
  return [...document.querySelectorAll(messages)]
    .filter(message => words(message) && !message.closest('legend, label, .archipel-quality'))
    .filter(message => ![
      ...message.closest('.form-group, .fr-checkbox-group, fieldset').querySelectorAll('[aria-describedby]'),
      message.closest('[aria-describedby]')].filter(Boolean).some(control => told(control).includes(words(message))))
    .map(words);
}"""


def violations(page: Page, part: str = "html") -> list[str]:
    """Return one line for each element that breaks a rule of WCAG 2.1 AA or of the RGAA, once its page is loaded."""
    page.wait_for_load_state()
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    return [f"{rule['id']} : {node['target']}" for rule in found for node in rule["nodes"]]


def untied(page: Page) -> list[str]:
    """Return the messages and hints of the form that no control of theirs is described by."""
    return [f"ne décrit aucun champ : {words}" for words in page.evaluate(UNTIED)]
