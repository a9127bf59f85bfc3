"""French identifiers, telephone numbers, hours and years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren, siret

from ckanext.archipel.validation import french


@given(st.one_of(st.from_regex(r"\A[0-9]{14}\Z"), st.from_regex(r"\A356000000[0-9]{5}\Z"), st.text(max_size=16)))
def test_a_siret_is_what_python_stdnum_holds_for_one_when_written_without_spaces(value: str) -> None:
    plain = len(value) == 14 and value.isascii() and value.isdigit()
    assert french.is_siret(value) == (plain and siret.is_valid(value))


@given(st.from_regex(r"\A[0-9]{8,10}\Z"))
def test_a_siren_is_what_python_stdnum_holds_for_one(value: str) -> None:
    assert french.is_siren(value) == siren.is_valid(value)


def test_the_siret_of_post_offices_follow_their_own_rule() -> None:
    assert french.is_siret("35600000000048")
    assert french.is_siret("35600000049837")
    assert not french.is_siret("35600000049838")
    assert not french.is_siret("732 829 320 00074")
    assert french.is_siret("73282932000074")


@pytest.mark.parametrize(
    "value", ["04 72 61 60 60", "+33472616060", "+33 (0)4.72.61.60.60", "3939", "17", "+262262123456"]
)
def test_telephone_numbers_are_accepted_however_they_are_spaced(value: str) -> None:
    assert french.is_phone(value)


@pytest.mark.parametrize("value", ["", "04 72 61", "00 72 61 60 60", "téléphone", "04 72 61 60 60 60"])
def test_what_cannot_be_dialled_is_no_telephone_number(value: str) -> None:
    assert not french.is_phone(value)


@pytest.mark.parametrize(
    "value",
    [
        "24/7",
        "Mo-Fr 08:30-12:00,13:30-17:00; Sa 09:00-12:00",
        "Mo-Su,PH 00:00-24:00",
        "Apr 01-Sep 30: Mo-Fr 09:00-18:00; PH off",
        'Mo 08:00-20:00 || "sur rendez-vous"',
        "Mo-Sa sunrise-sunset",
    ],
)
def test_opening_hours_follow_openstreetmap(value: str) -> None:
    assert french.is_opening_hours(value)


@pytest.mark.parametrize("value", ["", "du lundi au vendredi", "8h30-12h", "Lu-Ve 08:30-12:00", "Mo-Fr 8-12", ";"])
def test_hours_written_otherwise_are_refused(value: str) -> None:
    assert not french.is_opening_hours(value)


@given(st.text(alphabet='MoJan 0123456789:-,;/|"', max_size=3000))
def test_no_value_makes_the_reading_of_hours_fail(value: str) -> None:
    assert french.is_opening_hours(value) in {True, False}


def test_years_are_in_order() -> None:
    assert french.is_year_interval("2024/2025", year_only=False)
    assert not french.is_year_interval("2025/2024", year_only=False)
    assert not french.is_year_interval("2024", year_only=False)
    assert french.is_year_interval("2024", year_only=True)


def test_acts_have_a_matter_of_the_nomenclature() -> None:
    assert french.is_act_matter("Finances locales/Divers")
    assert not french.is_act_matter("Finances locales")
    assert not french.is_act_matter("Voirie/Divers")
