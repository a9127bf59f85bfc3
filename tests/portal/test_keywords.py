"""Keywords that CKAN alone would refuse are rewritten when we leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.portal.keywords import as_stock, as_stock_list, is_stock


@pytest.mark.parametrize(
    ("ours", "stock"),
    [
        ("eau/air", "eau-air"),
        ("qualité de l'air", "qualité de l air"),
        ("B", "B."),
        ("🌊", None),
        ("R&D (région)", "R-D région"),
        ("a" * 120, "a" * 100),
    ],
)
def test_keywords_stay_readable(ours: str, stock: str | None) -> None:
    assert as_stock(ours) == stock


def test_keywords_that_become_the_same_are_one() -> None:
    assert as_stock_list(["l'eau", "l eau", "crue"]) == ["l eau", "crue"]


@given(st.lists(st.text(max_size=120)))
def test_whatever_is_rewritten_is_accepted(keywords: list[str]) -> None:
    written = as_stock_list(keywords)
    assert all(is_stock(keyword) for keyword in written)
    assert len(set(written)) == len(written)
