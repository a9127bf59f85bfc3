"""What a catalogue cannot be asked for is chosen among what it gives, and never widened."""

from collections.abc import Iterator
from typing import Any

import pytest

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.filtering import is_wanted, narrowed
from ckanext.archipel.harvest.kinds.kind import RemotePage, RemoteRecord, SourceSettings
from ckanext.archipel.harvest.mapping import Mapped

DATASET = {
    "title": "t",
    "publisher": [{"name": "Département de l'Isère", "identifier": "22380001200013"}],
    "tags": [{"name": "Eau potable"}],
    "theme": ["http://publications.europa.eu/resource/authority/data-theme/ENVI"],
    "territory": ["fr:departement:38"],
}


class Shelf:
    """A kind of catalogue that knows one filter, whose records are datasets already."""

    name = "shelf"
    mapping_version = 1
    filters = frozenset({"keyword"})

    def title(self) -> str:
        return "Étagère"

    def detect(self, url: str) -> bool:
        return False

    def pages(self, source: SourceSettings, read: Any, cursor: str | None = None) -> Iterator[RemotePage]:
        yield RemotePage(source.url, [], None)

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        if record.payload is None:
            raise ValueError("illisible")
        return Mapped(dict(record.payload))


def kept(filters: dict[str, str], *found: RemoteRecord) -> list[str]:
    """The records that these filters leave of a page."""
    source = SourceSettings("https://exemple.fr", filters=filters)
    [page] = narrowed(Shelf(), source, [RemotePage(source.url, found, "suite", 12)])
    assert (page.cursor, page.total) == ("suite", 12)
    return [record.identifier for record in page.records]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("organization", "departement de l’isere", True),
        ("organization", "22380001200013", True),
        ("organization", "Isère", False),
        ("keyword", "eau potable", True),
        ("keyword", "eau", False),
        ("theme", "Environnement", True),
        ("theme", "http://publications.europa.eu/resource/authority/data-theme/ENVI", True),
        ("theme", "Transports", False),
        ("territory", "Isère", True),
        ("territory", "38", True),
        ("territory", "Auvergne-Rhône-Alpes", True),
        ("territory", "fr:departement:69", False),
    ],
)
def test_a_dataset_is_wanted_by_what_it_says_whatever_the_spelling(name: str, value: str, expected: bool) -> None:
    assert is_wanted(DATASET, {name: value}) is expected
    assert is_wanted({"title": "t"}, {name: value}) is False


def test_a_commune_is_part_of_its_departement_not_the_other_way_round() -> None:
    assert is_wanted({"territory": ["fr:commune:38185"]}, {"territory": "Isère"})
    assert not is_wanted(DATASET, {"territory": "fr:commune:38185"})


def test_only_the_filters_that_the_catalogue_does_not_know_are_applied_here() -> None:
    record = RemoteRecord("a", payload=DATASET)
    assert kept({"keyword": "autre chose"}, record) == ["a"]
    assert kept({"territory": "Isère", "theme": "Environnement"}, record) == ["a"]
    assert kept({"territory": "Isère", "theme": "Transports"}, record) == []


def test_what_cannot_be_judged_is_kept_to_be_told_as_refused() -> None:
    found = [RemoteRecord("sans-titre", problem="La notice n'a pas de titre."), RemoteRecord("illisible")]
    assert kept({"territory": "Isère"}, *found) == ["sans-titre", "illisible"]


@pytest.mark.parametrize("filters", [{"territory": "Atlantide"}, {"organisation": "Ville"}])
def test_a_filter_that_means_nothing_stops_the_reading(filters: dict[str, str]) -> None:
    with pytest.raises(PageError, match=r"ne désigne aucun territoire|Filtre inconnu"):
        kept(filters, RemoteRecord("a", payload=DATASET))
