"""The page that explains the fields."""

from html import unescape

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import CKANTestApp

from ckanext.archipel.dataset.reference import notes

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins")]


def test_the_page_explains_every_field_of_every_schema(app: CKANTestApp) -> None:
    page = BeautifulSoup(app.get("/fr/archipel/schema").body, "html.parser")
    for part in ("dataset", "resource", "organization", "group"):
        assert page.find(id=part)
        for note in notes(part):
            field = page.find(id=f"{part}-{note.name}")
            assert field is not None, note.name
            text = unescape(field.get_text())
            assert note.label["fr"] in text
            assert note.help.get("fr", "") in text
            assert note.dcat.replace("`", "") in text
            assert note.example.startswith("voir ") or note.example in text


def test_the_page_speaks_english_to_an_english_reader_and_marks_what_is_french(app: CKANTestApp) -> None:
    page = BeautifulSoup(app.get("/en/archipel/schema").body, "html.parser")
    field = page.find(id="dataset-frequency")
    assert field is not None
    assert "Update frequency" in field.get_text()
    assert field.find("dd", lang="fr")
