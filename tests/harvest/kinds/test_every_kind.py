"""What every kind does alike: the same subjects published in seven ways arrive as the same datasets."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

import pytest

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import Kind, RemotePage, Request
from ckanext.archipel.harvest.kinds.registry import KINDS, kind_named, kind_of_url
from demo.partner.entries import PARTNERS, entries
from tests.harvest.kinds.conftest import partner, records, source

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
RDF = pytest.param("dcat", marks=pytest.mark.ckan)
every_kind = pytest.mark.parametrize("kind", [RDF, *sorted(KINDS.keys() - {"dcat"})], indirect=True)
paged_kind = pytest.mark.parametrize("kind", [RDF, "csw", "udata"], indirect=True)


@every_kind
def test_the_twelve_datasets_arrive_with_what_their_partner_wrote(kind: Kind) -> None:
    settings, published = source(kind.name), PARTNERS[kind.name]
    read = records(kind.pages(settings, partner()))
    datasets = {mapped.dataset["title"]: mapped.dataset for mapped in (kind.map(record, settings) for record in read)}
    expected = {entry["title"]: entry for entry in entries(published)}
    assert set(datasets) == set(expected)
    for title, dataset in datasets.items():
        words = {part.strip() for keyword in expected[title]["keywords"] for part in keyword.split(",")}
        assert {tag["name"] for tag in dataset["tags"]} == words
        assert dataset["notes"].strip() == expected[title]["description"]
        assert (dataset["issued"], dataset["modified"]) == ("2024-03-18", "2026-06-02")
        assert dataset["contact"][0]["email"].endswith(".example.org")
        [file] = [file for file in dataset["resources"] if file["url"].endswith(".csv") or "exports/csv" in file["url"]]
        assert file["format"] == "CSV"
    licences = [datasets[entry["title"]]["license_id"] for entry in entries(published)]
    ours = {"lov2": 7, "odc-odbl": 2, "cc-by": 1, "notspecified": 2}
    assert {licence: licences.count(licence) for licence in ours} == ours


@every_kind
def test_a_second_reading_gives_the_very_same_datasets(kind: Kind) -> None:
    settings = source(kind.name)
    first, second = (
        [(record.identifier, kind.map(record, settings).dataset) for record in records(kind.pages(settings, partner()))]
        for _ in range(2)
    )
    assert first == second


@every_kind
def test_each_record_is_named_once_and_is_harmless_as_a_name(kind: Kind) -> None:
    names = [record.identifier for record in records(kind.pages(source(kind.name), partner()))]
    assert len(set(names)) == len(names) == 12
    assert all(names)


@every_kind
def test_a_record_without_a_title_is_told_and_loses_no_other(kind: Kind) -> None:
    read = records(kind.pages(source(kind.name), partner("notice-fautive")))
    wrong = [record for record in read if record.problem]
    if kind.name == "ckan":
        assert not wrong  # its name stands for its title
        return
    assert len(read) == 12
    assert [record.problem.startswith("La notice n'a pas de titre") for record in wrong] == [True]


@every_kind
def test_a_date_that_cannot_be_read_is_told_and_loses_nothing_else(kind: Kind) -> None:
    settings = source(kind.name)

    def read(request: Request) -> Document:
        document = partner()(request)
        return replace(document, content=document.content.replace(b"2026-06-02", b"au printemps"))

    mapped = [kind.map(record, settings) for record in records(kind.pages(settings, read))]
    assert len(mapped) == 12
    for each in mapped:
        assert each.dataset["issued"] == "2024-03-18"
        assert "modified" not in each.dataset
        assert any("« modified » : valeur « au printemps" in text for text in each.warnings)


@every_kind
def test_a_catalogue_that_does_not_answer_is_a_page_error_in_french(kind: Kind) -> None:
    with pytest.raises(PageError, match="503"):
        records(kind.pages(source(kind.name), partner("arret")))


@paged_kind
def test_reading_goes_on_after_any_page(kind: Kind) -> None:
    settings = source(kind.name)
    pages = list(kind.pages(settings, partner()))
    assert len(pages) > 1
    assert pages[-1].cursor is None
    for number, page in enumerate(pages[:-1], 1):
        rest = kind.pages(settings, partner(), page.cursor)
        assert _names(rest) == _names(pages[number:])


@paged_kind
def test_a_lost_page_is_an_error_after_what_was_read(kind: Kind) -> None:
    pages = kind.pages(source(kind.name), partner("page-perdue"))
    assert _names(islice(pages, 1))
    with pytest.raises(PageError, match="HTTP 500"):
        next(pages)


@pytest.mark.parametrize(
    ("name", "other"), [("csw", "udata"), ("udata", "csw"), ("arcgis", "dcat"), ("geonetwork", "opendatasoft")]
)
def test_another_kind_of_catalogue_at_the_address_is_refused_with_a_reason(name: str, other: str) -> None:
    with pytest.raises(PageError, match=r"vérifiez|Vérifiez|n'est pas|ne dit|devrait|refuse"):
        records(KINDS[name].pages(source(other), partner()))


def test_a_kind_is_found_by_its_name_and_else_by_the_address() -> None:
    assert all(kind_named(name, "") is kind for name, kind in KINDS.items())
    assert kind_named("", "https://geo.exemple.fr/geonetwork/srv/fre/csw") is KINDS["csw"]
    assert kind_named("", "https://portail.exemple.fr/") is KINDS["dcat"]
    with pytest.raises(ValueError, match="Type de catalogue inconnu"):
        kind_named("wms", "")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://catalogue.open-datara.fr/geonetwork/srv/eng/csw", "csw"),
        ("https://ogc.geo-ide.developpement-durable.gouv.fr/csw/csw-ddt01", "csw"),
        ("https://exemple.fr/ows?SERVICE=CSW&version=2.0.2", "csw"),
        ("https://www.data.gouv.fr/api/1/datasets/?organization=6155a0cfcdc64b4a0c792d63", "udata"),
        ("https://www.data.gouv.fr/fr/organizations/sgar-auvergne-rhone-alpes/", "udata"),
        ("https://opendata.isere.fr/api/explore/v2.1/catalog/exports/json", "opendatasoft"),
        ("https://auvergne-rhone-alpes-dataeducation.opendatasoft.com/", "opendatasoft"),
        ("https://opendata.clermontmetropole.eu/explore/?sort=title", "opendatasoft"),
        ("https://departement-ain.opendata.arcgis.com", "arcgis"),
        ("https://ville-d-evian-opendata-ville-evian.hub.arcgis.com/api/feed/dcat-ap/2.0.1.json", "arcgis"),
        ("https://data.metropolegrenoble.fr/api/3/action/package_search", "ckan"),
        ("https://data.exemple.fr/dataset", "ckan"),
        ("https://gn.exemple.fr/geonetwork/srv/fre/q?_content_type=json", "geonetwork"),
        ("https://gn.exemple.fr/geonetwork/srv/api/search/records/_search", "geonetwork"),
        ("https://data.exemple.fr/catalog.ttl?page=2", "dcat"),
        ("https://portail.exemple.fr/", None),
        ("pas une adresse", None),
    ],
)
def test_a_kind_is_told_by_the_address(url: str, name: str | None) -> None:
    kind = kind_of_url(url)
    assert (kind.name if kind else None) == name


def _names(pages: Iterable[RemotePage]) -> list[str]:
    return [record.identifier for record in records(pages)]
