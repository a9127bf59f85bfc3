"""What is peculiar to catalogues in DCAT."""

import pytest

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.kinds.dcat import records_of
from ckanext.archipel.harvest.rdf_page import parse_page

PAGE = b"""
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://a.fr/serie> a dcat:DatasetSeries ; dct:title "Plans de 2020 a 2026" .
<https://a.fr/nommee> a dcat:DatasetSeries .
<https://a.fr/plan> a dcat:Dataset ; dct:title "Plan de 2026" ;
  dcat:inSeries <https://a.fr/serie>, <https://a.fr/nommee> .
"""


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_a_series_that_is_described_is_a_dataset_one_that_is_only_named_is_none() -> None:
    found = records_of(parse_page(Document(PAGE, "https://a.fr/catalogue.ttl", "text/turtle")))
    assert [(record.uri, record.problem) for record in found] == [("https://a.fr/plan", ""), ("https://a.fr/serie", "")]
