"""What is told of a dataset's way to data.gouv.fr."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.datagouv.file_rules import FILE_NOT_STORED
from ckanext.archipel.datagouv.rules import NOT_STORED, check
from ckanext.archipel.datagouv.score import Score, score
from ckanext.archipel.rdf.prepare import prepared

ROOT = Path(__file__).resolve().parent.parent.parent
INSPIRE = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/"
SCHEMAS = "https://schema.data.gouv.fr/schemas/scdl/subventions/"
VALUES = st.none() | st.integers() | st.text(max_size=40) | st.lists(st.text(max_size=20), max_size=3)
FIELDS = (
    *("title", "notes", "license_id", "frequency", "modified", "issued", "temporal_coverage", "spatial_coverage"),
    *("territory", "contact", "publisher", "conforms_to", "theme", "hvd_category", "access_rights", "url", "version"),
    *("access_limitation", "topic_category", "in_series", "spatial_resolution_in_meters", "provenance", "language"),
)
FILE_FIELDS = ("url", "name", "description", "format", "mimetype", "size", "hash", "conforms_to", "license", "modified")
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


def scored(**changes: Any) -> Score:
    """Return the score of the good dataset once changed."""
    return score(prepared(GOOD | changes, ()), date(2026, 11, 24))


def test_nothing_is_lost_of_a_good_dataset() -> None:
    assert slugs() == set()
    assert {finding.severity for finding in check(GOOD)} == {"changé"}
    assert scored().points == 9


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
        ({"access_rights": f"{INSPIRE}INSPIRE_Directive_Article13_1e"}, "licence"),
        ({"access_limitation": f"{INSPIRE}INSPIRE_Directive_Article13_1f"}, "licence"),
        ({"access_rights": "NON_PUBLIC"}, "acces"),
        ({"provenance": "Relevés de terrain"}, "a-part"),
        ({"spatial_resolution_in_meters": "10"}, "a-part"),
        ({"language": ["http://publications.europa.eu/resource/authority/language/ENG"]}, "sans-place"),
        ({"publisher": [{"name": "DDT", "url": "https://a.fr"}]}, "sans-place"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "status": "x"}]}, "fichier-sans-place"),
        ({"license_id": "cc-nc"}, "licence"),
        ({"temporal_coverage": [{"start": "2021", "end": "2019"}]}, "bornes"),
        ({"modified": "2126-01-01"}, "futur"),
        ({"issued": "hier"}, "date"),
        ({"spatial_coverage": [{"geom": "illisible"}]}, "geometrie"),
        ({"spatial_coverage": [{"centroid": '{"type": "Point", "coordinates": [4.5, 45]}'}]}, "points"),
        ({"tags": [{"name": "x" * 100}]}, "mots-cles-longs"),
        ({"theme": ["https://exemple.fr/themes/eau"]}, "themes"),
        ({"contact": []}, "contact"),
        ({"contact": [{"name": "n" * 300, "email": "a@b.fr"}]}, "contact"),
        ({"publisher": [{"url": "https://a.fr"}]}, "producteur"),
        ({"conforms_to": [f"{SCHEMAS}a.json", f"{SCHEMAS}b.json"]}, "schemas"),
        ({"resources": []}, "fichiers"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "hash": "a" * 128}]}, "empreinte"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "description": "<b>x</b>"}]}, "html"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "modified": "hier"}]}, "date"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "conforms_to": ["une norme"]}]}, "conformite"),
        ({"resources": [{"url": "https://a.fr/a", "format": "CSV", "resource_type": "code"}]}, "code"),
        ({"resources": [{"url": "https://a.fr/a"}]}, "format"),
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
    assert not scored(**changes).criteria[criterion]


def test_an_unknown_licence_counts_as_one_on_data_gouv_fr() -> None:
    assert scored(license_id="notspecified").criteria["licence"]


@pytest.mark.parametrize(
    "changes",
    [
        {"access_limitation": f"{INSPIRE}noLimitations"},
        {"access_rights": "PUBLIC"},
        {
            "access_rights": "NON_PUBLIC",
            "access_limitation": f"{INSPIRE}INSPIRE_Directive_Article13_1f",
            "license_id": "",
        },
        {"language": ["http://publications.europa.eu/resource/authority/language/FRA"]},
    ],
)
def test_nothing_is_told_of_what_is_kept(changes: dict[str, Any]) -> None:
    assert slugs(**changes) - {"licence"} == set()


def test_the_rules_and_the_description_of_the_schema_agree_on_what_is_lost() -> None:
    documented = yaml.safe_load((ROOT / "schemas" / "documentation.yaml").read_text(encoding="utf-8"))

    def ignored(part: str) -> set[str]:
        return {key for key, told in documented[part].items() if told["datagouv"] == "ignored" and "." not in key}

    assert ignored("dataset") - {"name", "owner_org"} == {*NOT_STORED, "language"}
    # The law of high-value data goes to files by itself, and the page of a file that has another address is its own.
    assert ignored("resource") - {"applicable_legislation", "access_url"} == set(FILE_NOT_STORED)


def test_what_it_has_no_room_for_is_named_once() -> None:
    [told] = [finding for finding in check(GOOD | {"version": "2", "in_series": ["x"]}) if finding.slug == "sans-place"]
    assert told.message == "data.gouv.fr n'a pas de place pour : version, série."


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.dictionaries(st.sampled_from(FILE_FIELDS), VALUES))
def test_whatever_is_written_is_examined(changes: dict[str, Any], of_file: dict[str, Any]) -> None:
    dataset = GOOD | changes | {"resources": [GOOD["resources"][0] | of_file]}
    assert all(finding.message for finding in check(dataset))
    assert 0 <= score(prepared(dataset, ()), date(2026, 11, 24)).points <= 9
