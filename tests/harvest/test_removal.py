"""Deciding what may leave the portal."""

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.removal import decide_removal

IDENTIFIERS = st.sets(st.integers(0, 120).map(str), max_size=100)


def test_a_small_loss_of_a_whole_catalogue_is_removed() -> None:
    known = [str(n) for n in range(10)]
    assert decide_removal(known, known[2:], True, 50, 20).identifiers == ("0", "1")


def test_a_large_loss_removes_nothing_and_says_so() -> None:
    known = [str(n) for n in range(10)]
    removal = decide_removal(known, known[3:], True, 50, 20)
    assert not removal.identifiers
    assert "3 jeux de données sur 10" in removal.refusal
    many = [str(n) for n in range(1000)]
    assert decide_removal(many, many[51:], True, 50, 20).refusal
    assert len(decide_removal(many, many[50:], True, 50, 20).identifiers) == 50


def test_a_partial_reading_removes_nothing() -> None:
    assert not decide_removal(["a", "b", "c", "d", "e"], ["a"], False, 50, 100).identifiers


@given(IDENTIFIERS, IDENTIFIERS, st.booleans())
def test_never_removes_what_was_seen_nor_more_than_the_limits(known: set[str], seen: set[str], complete: bool) -> None:
    removed = decide_removal(known, seen, complete, 50, 20).identifiers
    assert not set(removed) & seen
    assert set(removed) <= known
    assert len(removed) <= 50
    assert len(removed) * 5 <= len(known)
    assert complete or not removed
