"""Dates as catalogues write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.fields import normalise_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024", "2024"),
        ("2024-02", "2024-02"),
        ("2024-2-3", "2024-02-03"),
        ("2024/02/03", "2024-02-03"),
        ("20240203", "2024-02-03"),
        ("2024-02-03Z", "2024-02-03"),
        ("03/02/2024", "2024-02-03"),
        ("3.2.2024", "2024-02-03"),
        ("1er janvier 1850", "1850-01-01"),
        ("12 Août 2019", "2019-08-12"),
        ("février 2020", "2020-02"),
        (" 2024-02-03T00:00:00 ", "2024-02-03"),
        ("2024-02-03T10:11:12Z", "2024-02-03T10:11:12+00:00"),
        ("2024-02-03 10:11:12.123456+0200", "2024-02-03T10:11:12+02:00"),
    ],
)
def test_usual_writings_become_iso(written: str, iso: str) -> None:
    assert normalise_date(written) == iso


@pytest.mark.parametrize(
    "text", ["", "hier", "2024-02-30", "2024-13", "31/02/2024", "0000", "24", "2024-02-03T25:00:00", "9" * 50]
)
def test_what_is_not_a_date_is_nothing(text: str) -> None:
    assert normalise_date(text) is None


@given(st.dates())
def test_french_and_iso_writings_of_a_day_agree(day: date) -> None:
    iso = day.isoformat()
    assert normalise_date(iso) == iso
    assert normalise_date(f"{day.day:02}/{day.month:02}/{day.year:04}") == iso


@given(st.datetimes(min_value=datetime(1000, 1, 1)))
def test_a_moment_keeps_its_day(moment: datetime) -> None:
    written = normalise_date(moment.isoformat())
    assert written is not None
    assert written[:10] == moment.date().isoformat()


@given(st.text(max_size=60))
def test_any_text_is_a_stable_date_or_nothing(text: str) -> None:
    iso = normalise_date(text)
    assert iso is None or normalise_date(iso) == iso
