"""A reuser goes from a dataset's page to its RDF, a machine reads the whole catalogue, in every format."""

from typing import Any

import pytest
import rdflib
from playwright.sync_api import Page
from rdflib.namespace import DCAT, DCTERMS, RDF

from tests.browser.conftest import Api

pytestmark = pytest.mark.browser

FORMATS = {"rdf": "xml", "xml": "xml", "ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "n3": "n3"}


@pytest.fixture
def dataset(api: Api, organization: dict[str, Any], suffix: str) -> dict[str, Any]:
    """A public dataset with one file."""
    return dict(
        api(
            "package_create",
            name=f"qualite-de-l-air-{suffix}",
            title="Qualité de l'air",
            notes="Mesures horaires des stations.",
            owner_org=organization["id"],
            license_id="lov2",
            tag_string="air/atmosphère, qualité de l'air",
            resources=[{"url": "https://www.example.org/air.csv", "name": "Mesures", "format": "CSV"}],
        )
    )


def _graph(page: Page, address: str, syntax: str) -> rdflib.Graph:
    answer = page.request.get(address, max_redirects=0)
    assert answer.status == 200, address
    assert "charset=utf-8" in answer.headers["content-type"]
    return rdflib.Graph().parse(data=answer.text(), format=syntax)


@pytest.mark.parametrize(("extension", "syntax"), FORMATS.items())
def test_the_same_dataset_is_in_its_own_page_and_in_the_catalogue(
    page: Page, dataset: dict[str, Any], extension: str, syntax: str
) -> None:
    """Each format parses and says the same title, keywords and file."""
    assert page.goto(f"/dataset/{dataset['name']}")
    for address in (f"/dataset/{dataset['id']}.{extension}", f"/catalog.{extension}?q={dataset['name']}"):
        graph = _graph(page, address, syntax)
        node = next(s for s in graph.subjects(RDF.type, DCAT.Dataset) if str(s).endswith(dataset["id"]))
        assert {str(title) for title in graph.objects(node, DCTERMS.title)} == {"Qualité de l'air"}
        assert {str(word) for word in graph.objects(node, DCAT.keyword)} == {"air/atmosphère", "qualité de l'air"}
        files = [url for file in graph.objects(node, DCAT.distribution) for url in graph.objects(file, DCAT.accessURL)]
        assert [str(url) for url in files] == ["https://www.example.org/air.csv"]
