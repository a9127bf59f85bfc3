"""Deciding whether a person is asked before datasets leave the portal."""

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.removal import decide_removal

COUNTS = st.integers(0, 500)


def test_a_small_loss_needs_nobody() -> None:
    assert not decide_removal(2, 10, 50, 20)


def test_a_large_loss_is_told_with_its_figures() -> None:
    refusal = decide_removal(3, 10, 50, 20)
    assert "3 jeux de données sur 10" in refusal
    assert "20 %" in refusal


@given(COUNTS, COUNTS, st.integers(0, 100), st.integers(0, 100))
def test_what_nobody_is_asked_about_is_small(gone: int, kept: int, max_count: int, max_percent: int) -> None:
    known = gone + kept
    if not decide_removal(gone, known, max_count, max_percent):
        assert gone <= max_count or not gone
        assert gone * 100 <= max_percent * known or not gone
