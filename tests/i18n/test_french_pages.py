"""Pages in French show no English phrase of CKAN or its extensions."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import polib
import pytest

from assets_build import translations as tool

if TYPE_CHECKING:
    from ckan.tests.helpers import CKANTestApp

in_ckan = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

SHOWN_ATTRIBUTES = {"title", "placeholder", "aria-label", "alt", "data-module-content", "data-bs-content"}
FIELDS = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{[^{}]*\}")


class VisibleText(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


@cache
def english_phrases() -> tuple[str, ...]:
    """Return the messages of two words or more whose French differs, without those that hold a field or markup."""
    return tuple(sorted(set(_phrases([tool.core_catalogue(), polib.pofile(str(tool.ROOT / tool.PO))]))))


def _phrases(catalogues: list[polib.POFile]) -> Iterator[str]:
    for message in (message for catalogue in catalogues for message in catalogue):
        plain = not FIELDS.search(message.msgid) and "<" not in message.msgid
        if plain and len(message.msgid.split()) > 1 and message.msgid != message.msgstr:
            yield " ".join(message.msgid.split())


def english_on(page: str) -> list[str]:
    """Return the English phrases that the page shows."""
    parser = VisibleText()
    parser.feed(page)
    text = "\n".join(" ".join(piece.split()) for piece in parser.texts)
    return [phrase for phrase in english_phrases() if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]


def test_the_detector_sees_english() -> None:
    page = '<p title="Add Dataset">Bonjour</p><script>Skip to main content</script><b>What are\n datasets?</b>'
    assert english_on(page) == ["Add Dataset", "What are datasets?"]


@pytest.mark.ckan
@in_ckan
def test_a_visitor_reads_french(app: "CKANTestApp") -> None:
    for path in (
        "/",
        "/dataset/",
        "/organization/",
        "/group/",
        "/about",
        "/user/login",
        "/user/reset",
        "/user/register",
    ):
        page = app.get(path)
        assert (page.status_code, english_on(page.body)) == (200, []), path


@pytest.mark.ckan
@in_ckan
def test_who_publishes_and_administers_reads_french(app: "CKANTestApp") -> None:
    from ckan.tests import factories

    sysadmin = factories.SysadminWithToken()
    organization = factories.Organization()
    resource = factories.Resource(package_id=factories.Dataset(owner_org=organization["id"])["id"])
    dataset = f"/dataset/{resource['package_id']}"
    for path in (
        "/dataset/new",
        dataset,
        f"{dataset}/resource/{resource['id']}",
        f"{dataset}/resource/new",
        f"/dataset/edit/{resource['package_id']}",
        f"/dataset/activity/{resource['package_id']}",
        f"/organization/edit/{organization['id']}",
        f"/organization/members/{organization['id']}",
        "/organization/new",
        "/group/new",
        "/harvest",
        "/harvest/new",
        "/dashboard",
        "/dashboard/datasets",
        f"/user/edit/{sysadmin['name']}",
        f"/user/{sysadmin['name']}/api-tokens",
        "/ckan-admin/",
        "/ckan-admin/config",
        "/ckan-admin/trash",
    ):
        page = app.get(path, headers={"Authorization": sysadmin["token"]})
        assert (page.status_code, english_on(page.body)) == (200, []), path
