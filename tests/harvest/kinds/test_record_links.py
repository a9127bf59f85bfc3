"""Each record is shown where a person can look at it, without being named otherwise than it was."""

import json

import pytest

from ckanext.archipel.harvest.kinds.kind import SourceSettings
from ckanext.archipel.harvest.kinds.registry import KINDS
from tests.harvest.kinds.conftest import Memory, records
from tests.harvest.kinds.test_csw import iso, page

GEO = "https://geo.exemple.fr"
DUBLIN = (
    '<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>abc</dc:identifier>'
    "<dc:title>t</dc:title></csw:Record>"
)


@pytest.mark.parametrize(
    ("url", "record", "link"),
    [
        (f"{GEO}/geonetwork/srv/eng/csw", iso(), f"{GEO}/geonetwork/srv/fre/catalog.search#/metadata/abc"),
        (
            f"{GEO}/csw/csw-ddt01",
            iso(identifier="a b"),
            f"{GEO}/csw/csw-ddt01?service=CSW&version=2.0.2&request=GetRecordById&elementSetName=full&id=a+b"
            "&outputSchema=http%3A%2F%2Fwww.isotc211.org%2F2005%2Fgmd",
        ),
        (
            f"{GEO}/csw",
            DUBLIN,
            f"{GEO}/csw?service=CSW&version=2.0.2&request=GetRecordById&elementSetName=full&id=abc",
        ),
        (f"{GEO}/csw", iso(identifier=""), ""),
    ],
)
def test_a_record_of_a_csw_is_shown_by_its_catalogue_or_by_the_service(url: str, record: str, link: str) -> None:
    [found] = records(KINDS["csw"].pages(SourceSettings(url), Memory(lambda _: page(record))))
    assert (found.link, found.uri) == (link, "")


@pytest.mark.parametrize(
    ("kind", "url", "answer", "link", "uri"),
    [
        (
            "ckan",
            "https://data.exemple.fr/dataset",
            {"success": True, "result": {"count": 1, "results": [{"id": "1", "name": "eau", "title": "Eau"}]}},
            "https://data.exemple.fr/dataset/eau",
            "",
        ),
        (
            "geonetwork",
            f"{GEO}/geonetwork/srv/fre/q",
            {
                "@from": "1",
                "summary": {"@count": "1"},
                "metadata": {"type": "dataset", "title": "t", "geonet:info": {"uuid": "abc"}},
            },
            f"{GEO}/geonetwork/srv/fre/catalog.search#/metadata/abc",
            "",
        ),
        (
            "udata",
            "https://www.data.gouv.fr/api/1/datasets/?organization=" + "a" * 24,
            {"data": [{"id": "1", "title": "t", "uri": "https://u.fr/1", "page": "https://p.fr/1"}]},
            "https://p.fr/1",
            "https://u.fr/1",
        ),
        (
            "arcgis",
            "https://hub.exemple.fr/data.json",
            {"dataset": [{"identifier": "1", "title": "t", "landingPage": "https://hub.exemple.fr/datasets/1"}]},
            "https://hub.exemple.fr/datasets/1",
            "",
        ),
        (
            "opendatasoft",
            "https://ods.exemple.fr",
            [{"dataset_id": "eau", "metas": {"default": {"title": "t"}}}],
            "https://ods.exemple.fr/explore/dataset/eau/",
            "https://ods.exemple.fr/explore/dataset/eau/",
        ),
    ],
)
def test_a_record_of_the_other_kinds_is_shown_by_its_page(
    kind: str, url: str, answer: object, link: str, uri: str
) -> None:
    read = Memory(lambda _: json.dumps(answer).encode())
    [found] = records(KINDS[kind].pages(SourceSettings(url), read))
    assert (found.link, found.uri) == (link, uri)
