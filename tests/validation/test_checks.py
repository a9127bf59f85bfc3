"""The checks that French schemas ask for, under their old and new names."""

from typing import Any

import pytest

from ckanext.archipel.validation.checks import BUILDERS, Check, read_checks

NAMES = [
    "french-siret-value",
    "french-siren-value",
    "compare-columns-value",
    "cohesive-columns-value",
    "one-of-required",
    "year-interval-value",
    "sum-columns-value",
    "nomenclature-actes-value",
    "phone-number-value",
    "opening-hours-value",
]
PARAMETERS = {
    "column": "a",
    "column1": "a",
    "column2": "b",
    "op": ">=",
    "columns": ["b"],
    "othercolumns": ["b", "c"],
}


def read(name: str, **params: Any) -> Check:
    [check], notes = read_checks([{"name": name, "params": params or PARAMETERS}])
    assert notes == []
    return check


@pytest.mark.parametrize("name", NAMES)
def test_the_ten_checks_are_known_under_both_names(name: str) -> None:
    new = name.removeprefix("french-").removesuffix("-value")
    assert read(name).name == read(new).name == new
    assert len(BUILDERS) == len(NAMES)


@pytest.mark.parametrize("declared", [[{"name": "autre", "params": {}}], ["siret"], [{"name": "siret"}], [3]])
def test_an_unknown_or_misdescribed_check_is_said_and_passed_over(declared: list[Any]) -> None:
    checks, [note] = read_checks(declared)
    assert checks == []
    assert "n'a pas été faite" in note


def test_missing_parameters_are_said() -> None:
    assert "mal décrite" in read_checks([{"name": "siret", "params": {}}])[1][0]
    assert "mal décrite" in read_checks([{"name": "compare-columns", "params": {**PARAMETERS, "op": "~"}}])[1][0]
    assert read_checks(None) == ([], [])


def test_columns_are_compared_as_numbers_or_as_dates() -> None:
    check = read("compare-columns", column="a", column2="b", op=">=")
    assert check.find(["10", "9"]) is None
    assert check.find(["2026-03-14", "2026-03-15"]) == (
        "La valeur de a devrait être supérieure ou égale à celle de b, qui est « 2026-03-15 ».",
        "Corrigez l'une des deux.",
    )
    assert check.find(["", "9"]) is None


def test_columns_that_go_together_are_all_filled_or_all_empty() -> None:
    check = read("cohesive-columns", column="a", othercolumns=["b", "c"])
    assert check.find(["", "", ""]) is None
    assert check.find(["1", "2", "3"]) is None
    advice = check.find(["1", "", "3"])
    assert advice
    assert "b n'est pas rempli" in advice[0]


def test_a_total_is_the_sum_of_its_parts() -> None:
    check = read("sum-columns", column="a", columns=["b", "c"])
    assert check.find(["3", "1", "2"]) is None
    assert check.find(["0.3", "0.1", "0.2"]) is None
    assert check.find(["", "1", "2"]) is None
    advice = check.find(["4", "1", "2"])
    assert advice
    assert "soit 3" in advice[0]


def test_one_of_two_columns_is_filled() -> None:
    check = read("one-of-required", column1="a", column2="b")
    assert check.find(["", "x"]) is None
    assert check.find(["", ""]) is not None


@pytest.mark.parametrize(
    "name", ["siret", "siren", "phone-number", "opening-hours", "nomenclature-actes", "year-interval"]
)
def test_an_empty_cell_is_for_the_schema_to_refuse(name: str) -> None:
    check = read(name)
    assert check.find([""]) is None
    assert check.find(["n'importe quoi"]) is not None
