"""The order of the steps, where a field stands, and which groups of fields open."""

from typing import Any

import pytest

from ckanext.archipel.publishing.steps import next_page, page_of, parts, steps

PAGES: list[dict[str, Any]] = [
    {"title": "Décrire", "fields": [{"field_name": "title"}, {"field_name": "tag_string"}]},
    {"title": "Territoire", "fields": [{"field_name": "territory"}]},
]
GROUPS: list[dict[str, Any]] = [
    {"name": "restricted", "shown_when": {"field": "access_rights", "in": ["RESTRICTED"]}},
    {"name": "hvd", "shown_when": {"field": "hvd_category"}},
    {"name": "extent"},
]
RESTRICTED = {"field_name": "access_limitation", "archipel_group": "restricted"}
HVD = {"field_name": "hvd_category", "archipel_group": "hvd"}
HVD_LAW = {"field_name": "applicable_legislation", "archipel_group": "hvd"}


def test_files_and_check_come_after_the_pages() -> None:
    assert [step.title for step in steps(PAGES, "Fichiers", "Vérifier")] == [
        "Décrire", "Territoire", "Fichiers", "Vérifier",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "page"), [("title", 1), ("tags", 1), ("territory", 2), ("resources", None)])
def test_a_field_is_found_on_its_page(name: str, page: int | None) -> None:
    assert page_of(name, PAGES) == page


@pytest.mark.parametrize(
    ("wish", "page", "following"), [("next", 1, 2), ("next", 2, None), ("previous", 2, 1), ("previous", 1, 1)]
)
def test_the_button_says_which_page_follows(wish: str, page: int, following: int | None) -> None:
    assert next_page(wish, page, 2) == following


def test_a_group_stands_where_its_first_field_does_and_holds_them_all() -> None:
    found = parts([HVD, {"field_name": "version"}, HVD_LAW], GROUPS, {}, {})
    assert [[field["field_name"] for field in part.fields] for part in found] == [
        ["hvd_category", "applicable_legislation"],
        ["version"],
    ]


@pytest.mark.parametrize(
    ("data", "errors", "is_open"),
    [
        ({}, {}, False),
        ({"access_rights": "PUBLIC"}, {}, False),
        ({"access_rights": "RESTRICTED"}, {}, True),
        ({"access_limitation": "x"}, {}, True),
        ({}, {"access_limitation": ["Manque"]}, True),
    ],
)
def test_a_group_opens_when_it_makes_sense(data: dict[str, str], errors: dict[str, list[str]], is_open: bool) -> None:
    assert parts([RESTRICTED], GROUPS, data, errors)[0].is_open is is_open


def test_a_group_of_blanks_stays_folded() -> None:
    field = {"field_name": "spatial_coverage", "archipel_group": "extent"}
    assert not parts([field], GROUPS, {"spatial_coverage": [{"uri": ""}]}, {})[0].is_open


def test_a_group_nobody_describes_is_no_group() -> None:
    field = {"field_name": "x", "archipel_group": "unknown"}
    assert parts([field], GROUPS, {}, {})[0].group is None
