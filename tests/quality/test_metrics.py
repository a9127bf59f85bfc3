"""What a dataset gets from the two metrics, and what its publisher is told."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.archipel.quality.criterion import Metric
from ckanext.archipel.quality.european import european
from ckanext.archipel.quality.facts import facts
from ckanext.archipel.quality.french import french
from ckanext.archipel.quality.remedies import missing, remedies

TODAY = date(2026, 11, 24)
COMPLETE: dict[str, Any] = {
    "title": "Aires de covoiturage du Puy-de-Dôme",
    "notes": "Les aires de covoiturage du département, leur capacité et leur desserte, relevées sur place. " * 2,
    "owner_org": "ddt-63",
    "territory": ["fr:departement:63"],
    "contact": [{"name": "Pôle mobilité", "email": "mobilite@puy-de-dome.gouv.fr"}],
    "lab_theme": ["transports-infrastructures"],
    "tag_string": "covoiturage, mobilité",
    "license_id": "lov2",
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "temporal_coverage": [{"start": "2025-01-01", "end": "2025-12-31"}],
    "modified": "2026-10-01",
    "access_rights": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
    "resources": [
        {
            "name": "Aires de covoiturage",
            "url": "https://www.puy-de-dome.gouv.fr/aires.csv",
            "format": "CSV",
            "size": 12_000,
            "rights": "Source : DDT 63, 2026",
            "description": "Une ligne par aire.",
        }
    ],
}


def metrics(answers: dict[str, bool] | None = None, **changes: Any) -> list[Metric]:
    """Measure the complete dataset once changed."""
    known = facts(COMPLETE | changes, TODAY, answers=answers)
    return [french(known), european(known)]


def told(answers: dict[str, bool] | None = None, **changes: Any) -> list[str]:
    """Return the remedies told of the complete dataset once changed."""
    return [item.remedy.slug for item in missing(metrics(answers, **changes))]


def changed_file(**changes: Any) -> list[dict[str, Any]]:
    return [{**COMPLETE["resources"][0], **changes}]


def test_a_complete_dataset_gets_every_point_and_says_which_are_not_checked_yet() -> None:
    datagouv, mqa = metrics()
    assert (datagouv.points, datagouv.max) == (9, 9)
    assert (mqa.points, mqa.max) == (405, 405)
    assert mqa.unchecked == 50 + 30 + 30
    assert told() == []


def test_what_the_check_of_conformity_said_gives_or_takes_its_points() -> None:
    told = {conforms: european(facts(COMPLETE, TODAY, conforms=conforms)) for conforms in (None, True, False)}
    assert [told[conforms].points for conforms in (None, True, False)] == [405, 405, 375]
    assert [told[conforms].unchecked for conforms in (None, True, False)] == [110, 80, 80]


def test_a_dataset_without_the_rarest_fields_is_still_excellent() -> None:
    datagouv, mqa = metrics(resources=changed_file(size="", rights=""))
    assert (datagouv.points, mqa.points) == (9, 395)


@pytest.mark.parametrize(
    ("changes", "slug", "remedy"),
    [
        ({"temporal_coverage": [{"start": "", "end": ""}]}, "temporal-coverage", "periode"),
        ({"territory": []}, "spatial", "territoire"),
        ({"frequency": ""}, "update-frequency", "frequence"),
        ({"frequency": "https://exemple.fr/parfois"}, "update-frequency", "frequence"),
        ({"modified": "2020-01-01"}, "up-to-date", "mise-a-jour"),
        ({"notes": "court"}, "description", "description"),
        ({"resources": changed_file(format="PDF")}, "open-format", "format-ouvert"),
        ({"resources": []}, "files-available", "fichier"),
        ({"resources": changed_file(description="")}, "files-documented", "notice"),
    ],
)
def test_each_criterion_of_data_gouv_fr_can_be_missed(changes: dict[str, Any], slug: str, remedy: str) -> None:
    points = {result.slug: result.points for result in metrics(**changes)[0].results}
    assert points[slug] == 0
    assert remedy in told(**changes)


def test_data_gouv_fr_counts_a_licence_it_does_not_recognise_and_we_advise_one_all_the_same() -> None:
    assert metrics(license_id="")[0].points == 9
    assert told(license_id="") == ["licence"]


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"tag_string": ""}, {"keyword": 30}),
        ({"lab_theme": []}, {"theme": 30}),
        ({"territory": []}, {"spatial": 20}),
        ({"temporal_coverage": []}, {"temporal": 20}),
        ({"access_rights": ""}, {"access-rights": 10, "access-rights-vocabulary": 5}),
        ({"access_rights": "sur demande"}, {"access-rights-vocabulary": 5}),
        ({"contact": []}, {"contact": 20}),
        ({"owner_org": None}, {"publisher": 10}),
        ({"license_id": ""}, {"licence": 20, "licence-vocabulary": 10}),
        ({"resources": changed_file(rights="")}, {"rights": 5}),
        ({"resources": changed_file(size="")}, {"byte-size": 5}),
        ({"resources": changed_file(format="XLSX")}, {"non-proprietary": 20}),
        ({"resources": changed_file(format="PDF")}, {"non-proprietary": 20, "machine-readable": 20}),
    ],
)
def test_each_indicator_of_data_europa_eu_is_worth_its_points(changes: dict[str, Any], lost: dict[str, int]) -> None:
    results = metrics(**changes)[1].results
    assert {r.slug: r.max - r.points for r in results if r.points < r.max} == lost


def test_the_indicators_are_those_of_data_europa_eu(shared: Path) -> None:
    with (shared / "mqa" / "mqa-metrics.tsv").open(encoding="utf-8") as table:
        expected = sorted(int(row["points"]) for row in csv.DictReader(table, delimiter="\t"))
    assert sorted(result.max for result in metrics()[1].results) == expected


def test_a_link_known_to_be_broken_costs_its_points_and_is_named() -> None:
    broken = {COMPLETE["resources"][0]["url"]: False}
    datagouv, mqa = metrics(broken)
    assert (datagouv.points, mqa.points) == (8, 405 - 80)
    (only,) = missing([datagouv, mqa])
    assert (only.remedy.slug, [file.name for file in only.files]) == ("lien", ["Aires de covoiturage"])


def test_the_best_file_counts() -> None:
    notice = {"name": "Notice", "url": "https://www.puy-de-dome.gouv.fr/notice.pdf", "format": "PDF"}
    assert [metric.points for metric in metrics(resources=[notice, *COMPLETE["resources"]])] == [9, 405]


def test_a_file_being_uploaded_counts_as_a_file() -> None:
    assert [m.points for m in metrics(resources=changed_file(url="aires 2026.csv", url_type="upload"))] == [9, 405]


def test_what_is_missing_is_told_once_and_the_most_useful_first() -> None:
    slugs = told(license_id="", resources=changed_file(size=""))
    assert slugs == ["licence", "taille"]


def test_an_empty_dataset_is_asked_for_files_first() -> None:
    items = missing([french(facts({}, TODAY)), european(facts({}, TODAY))])
    assert items[0].remedy.slug == "fichier"
    assert len({item.remedy.slug for item in items}) == len(items)
    assert [item.gain for item in items] == sorted((item.gain for item in items), reverse=True)


@pytest.mark.parametrize(("today", "fresh"), [(date(2026, 11, 1), True), (date(2026, 11, 2), False)])
def test_a_monthly_dataset_is_late_the_day_after_its_month(today: date, *, fresh: bool) -> None:
    dataset = COMPLETE | {"frequency": "MONTHLY", "modified": "2026-10-01"}
    points = {result.slug: result.points for result in french(facts(dataset, today)).results}
    assert points["up-to-date"] == int(fresh)


def test_every_remedy_of_the_criteria_has_its_words() -> None:
    used = {result.remedy for metric in metrics() for result in metric.results if result.remedy}
    assert used | {"fichier", "telechargement", "publication"} == set(remedies())
    assert all(words.advice.endswith(".") for remedy in remedies().values() for words in (remedy.fr, remedy.en))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*COMPLETE, "tags", "extras", "publisher", "spatial_coverage", "theme", "hvd_category", "url"])
RESOURCE_FIELDS = st.sampled_from([*COMPLETE["resources"][0], "license", "mimetype", "hash", "url_type", "modified"])
FILES = st.lists(st.dictionaries(RESOURCE_FIELDS, JSON, max_size=4) | JSON, max_size=3)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(FIELDS, JSON, max_size=6), FILES)
def test_whatever_is_sent_as_a_dataset_is_measured(junk: dict[str, Any], files: list[Any]) -> None:
    known = facts(COMPLETE | {"resources": files} | junk, TODAY)
    for metric in (french(known), european(known)):
        assert 0 <= metric.points <= metric.max
        assert all(0 <= result.points <= result.max for result in metric.results)
