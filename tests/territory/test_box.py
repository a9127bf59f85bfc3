"""A rectangle, as four numbers or as a polygon."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.territory import box

sides = st.tuples(st.floats(-180, -1), st.floats(-90, -1), st.floats(1, 180), st.floats(1, 90))
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(), inner, max_size=3),
)


def test_four_texts_are_a_box_with_a_comma_or_a_point() -> None:
    assert box.read(["4,69", "45.56", " 5.06", "45,94"]) == (4.69, 45.56, 5.06, 45.94)


@pytest.mark.parametrize(
    "texts", [["5", "45", "4", "46"], ["4", "46", "5", "45"], ["a", "1", "2", "3"], ["1", "2", "3"]]
)
def test_what_is_no_box_is_refused(texts: list[str]) -> None:
    assert box.read(texts) is None


@given(sides)
def test_a_stored_box_comes_back_as_its_four_numbers(four: tuple[float, float, float, float]) -> None:
    shown = box.fields_of(box.write(four))
    assert shown is not None
    assert box.read(shown) == four


@given(anything | anything.map(json.dumps) | st.lists(anything, min_size=4, max_size=4))
def test_any_value_is_shown_as_four_fields_or_left_to_its_text(value: object) -> None:
    shown = box.fields_of(value)
    assert shown is None or len(shown) == 4
    if isinstance(value, list):
        box.read(value)


@pytest.mark.usefixtures("built")
def test_the_map_draws_the_twelve_departements_within_its_frame() -> None:
    drawn = box.region_map()
    assert drawn is not None
    assert len(drawn["paths"]) == 12
    numbers = [float(number) for path in drawn["paths"] for number in path[1:-1].replace("L", " ").split()]
    assert min(numbers) > 0
    assert max(numbers[::2]) < drawn["width"]
    assert max(numbers[1::2]) < drawn["height"]
