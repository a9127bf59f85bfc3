"""What is told of a dataset's way to data.gouv.fr."""

from datetime import date
from typing import Any

import pytest

from ckanext.archipel.datagouv.rules import check
from ckanext.archipel.datagouv.score import score

GOOD: dict[str, Any] = {
    "name": "bon",
    "title": "Bon",
    "notes": "Accidents corporels de la circulation dans l'Ain, relevés par les forces de l'ordre. " * 2,
    "license_id": "lov2",
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "modified": "2026-06-01",
    "temporal_coverage": [{"start": "2019-01-01", "end": "2025-12-31"}],
    "territory": ["fr:departement:69"],
    "contact": [{"name": "DDT", "email": "ddt@ain.fr"}],
    "tags": [{"name": "accidents"}],
    "resources": [
        {"name": "Accidents", "url": "https://a.fr/a.csv", "format": "CSV", "description": "Une ligne par accident"}
    ],
}


def slugs(**changes: Any) -> set[str]:
    """Return what is told of the good dataset once changed, but for what is told of every dataset."""
    return {finding.slug for finding in check(GOOD | changes)} - {"territoire"}


def test_nothing_is_lost_of_a_good_dataset() -> None:
    assert slugs() == set()
    assert {finding.severity for finding in check(GOOD)} == {"changé"}
    assert score(GOOD, date(2026, 11, 24)).points == 9


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"license_id": "notspecified"}, "licence"),
        ({"frequency": "de temps en temps"}, "frequence"),
        ({"temporal_coverage": []}, "periode"),
        ({"temporal_coverage": [{"start": "2019"}, {"start": "2021"}]}, "periodes"),
        ({"temporal_coverage": [{"start": "jadis"}]}, "date"),
        ({"notes": "court"}, "description"),
        ({"notes": GOOD["notes"] + "<br>"}, "html"),
        ({"tags": [{"name": "eau"}, {"name": "ev"}]}, "mots-cles"),
        ({"contact": [{"name": "DDT"}]}, "contact"),
        ({"conforms_to": ["http://www.opengis.net/def/crs/EPSG/0/2154"]}, "conformite"),
        ({"resources": []}, "fichiers"),
        ({"resources": [{"url": "http://serveur.intranet/a.csv", "format": "CSV"}]}, "adresse"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV"}] * 2}, "doublon"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "size": "12 Ko"}]}, "taille"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "hash": "abc"}]}, "empreinte"),
    ],
)
def test_what_is_lost_is_told(changes: dict[str, Any], slug: str) -> None:
    assert slug in slugs(**changes)


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        ({"license_id": "notspecified"}, "licence"),
        ({"temporal_coverage": []}, "période"),
        ({"territory": []}, "territoire"),
        ({"frequency": ""}, "fréquence"),
        ({"modified": "2020-01-01"}, "à jour"),
        ({"notes": "court"}, "description"),
        ({"resources": [{"url": "https://a.fr/a.pdf", "format": "PDF", "description": "x"}]}, "format ouvert"),
        ({"resources": []}, "fichiers disponibles"),
        ({"resources": [{"url": "https://a.fr/a.csv", "format": "CSV"}]}, "fichiers documentés"),
    ],
)
def test_each_criterion_can_be_missed(changes: dict[str, Any], criterion: str) -> None:
    assert not score(GOOD | changes, date(2026, 11, 24)).criteria[criterion]
