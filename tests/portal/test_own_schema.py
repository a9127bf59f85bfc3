"""A site may keep its own dataset schema and take our presets: the example of the documentation works."""

import re
from pathlib import Path

import pytest
from ckan.tests import factories

from tests.portal.conftest import CHECKOUT, Stock

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]


def test_the_documented_schema_takes_our_presets(stock: Stock, tmp_path: Path) -> None:
    page = (CHECKOUT / "docs" / "installation.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert example
    schema = tmp_path / "schema.yaml"
    schema.write_text(example[1], encoding="utf-8")
    organization = factories.Organization()
    dataset = {
        "name": "du-site",
        "title": "Du site",
        "owner_org": organization["id"],
        "territory": ["Rhône"],
        "frequency": "annuelle",
        "tag_string": "eau/air",
        "license_id": "lov2",
        "resources": [{"url": "https://www.exemple.fr/a.csv", "issued": "31/12/2025"}],
    }
    calls = [{"action": "package_create", "data": dataset}, {"action": "package_show", "data": {"id": "du-site"}}]
    settings = f"scheming.dataset_schemas = {schema.as_uri()}"
    shown = stock("archipel dcat scheming_datasets", *calls, settings=settings)[-1]
    assert shown["territory"] == ["fr:departement:69"]
    assert shown["frequency"] == "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
    assert [tag["name"] for tag in shown["tags"]] == ["eau/air"]
    assert shown["resources"][0]["issued"] == "2025-12-31"
