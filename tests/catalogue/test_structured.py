"""Search engines read schema.org on the page of a dataset, by ckanext-dcat's `structured_data`; no value breaks it."""

import json
import re
from typing import Any

import pytest
from ckan import plugins
from ckan.tests import factories

from tests.catalogue import nasty

PLUGINS = (
    "archipel archipel_harvest archipel_lab activity dcat structured_data harvest "
    "scheming_datasets scheming_organizations scheming_groups"
)
pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
    pytest.mark.ckan_config("ckan.plugins", PLUGINS),
]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said(app: Any, name: str) -> Any:
    page = app.get(f"/dataset/{name}")
    assert page.status_code == 200
    [script] = SCRIPT.findall(page.body)
    return json.loads(script)


def test_search_engines_read_what_a_dataset_is(app: Any) -> None:
    file = {"url": "https://www.exemple-aura.fr/a.csv", "format": "CSV", "name": "Relevés"}
    owner = factories.Organization(title="Direction")["id"]
    made = factories.Dataset(
        owner_org=owner, title="Forêts </script> & <Rhône>", tag_string="forêt", license_id="lov2", resources=[file]
    )
    nodes = {node["@type"]: node for node in said(app, made["name"])["@graph"]}
    assert nodes["schema:Dataset"]["schema:name"] == "Forêts </script> & <Rhône>"
    assert nodes["schema:Dataset"]["schema:keywords"] == "forêt"
    assert nodes["schema:DataDownload"]["schema:url"] == file["url"]
    assert "Direction" in json.dumps(nodes, ensure_ascii=False)


def test_a_nasty_catalogue_breaks_no_page(app: Any) -> None:
    for name in nasty.publish(factories.Organization()["id"]).values():
        assert said(app, name)


def test_what_cannot_be_said_is_left_out_of_a_page_that_stands(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("illisible")

    assert plugins.plugin_loaded("structured_data")
    name = factories.Dataset(owner_org=factories.Organization()["id"])["name"]
    monkeypatch.setattr("ckanext.dcat.profiles.schemaorg.SchemaOrgProfile.graph_from_dataset", fail)
    assert said(app, name) == {}
