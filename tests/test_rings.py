"""Rings are thinned and joined without losing their shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.rings import Ring, area, box_of, dissolve, simplify

coordinates = st.floats(-80, 80, allow_nan=False).map(lambda x: round(x, 6))


def square(west: float, south: float) -> Ring:
    return [(west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1), (west, south)]


def test_neighbours_become_one_outline_whatever_their_direction() -> None:
    rings = [square(0, 0), list(reversed(square(1, 0))), square(0, 1), square(1, 1)]
    (outline,) = dissolve(rings)
    assert area(outline) == pytest.approx(4)
    assert (1, 1) not in outline


def test_what_does_not_touch_stays_apart() -> None:
    assert [area(ring) for ring in dissolve([square(0, 0), square(5, 5)])] == [1, 1]


def test_small_bends_go_and_large_ones_stay() -> None:
    bent = [(0, 0), (5, 0.001), (10, 0), (10, 10), (5, 8), (0, 10), (0, 0)]
    assert simplify(bent, 0.01) == [(0, 0), (10, 0), (10, 10), (5, 8), (0, 10), (0, 0)]


def test_a_line_and_a_speck_leave_nothing() -> None:
    assert simplify([(0, 0), (1, 1), (0, 0)], 0.01) == []
    assert simplify([(0, 0), (1e-7, 0), (0, 1e-7), (0, 0)], 0.01) == []


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=40), st.floats(0, 5))
def test_any_ring_stays_closed_and_within_its_box(points: Ring, tolerance: float) -> None:
    ring = [*points, points[0]]
    thinned = simplify(ring, tolerance)
    assert not thinned or thinned[0] == thinned[-1]
    if thinned:
        west, south, east, north = box_of(ring)
        assert all(west - 1e-3 <= x <= east + 1e-3 and south - 1e-3 <= y <= north + 1e-3 for x, y in thinned)
