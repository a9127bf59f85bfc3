"""The pages that a pagination offers."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dsfr.pagination import page_links, page_query

POSITIONS = st.integers(1, 2000).flatmap(lambda count: st.tuples(st.integers(1, count), st.just(count)))


@given(POSITIONS)
def test_first_last_and_neighbours_are_offered_once_and_in_order(position: tuple[int, int]) -> None:
    current, count = position
    numbers = [link.number for link in page_links(current, count) if link.number is not None]
    assert numbers == sorted(set(numbers))
    assert {1, count, current, max(1, current - 1), min(count, current + 1)} <= set(numbers)
    assert len(page_links(current, count)) <= 9


@given(POSITIONS)
def test_a_gap_stands_for_two_pages_at_least(position: tuple[int, int]) -> None:
    links = page_links(*position)
    for before, link, after in zip(links, links[1:], links[2:], strict=False):
        if link.number is None:
            assert before.number is not None
            assert after.number is not None
            assert after.number - before.number > 2


@given(st.lists(st.tuples(st.text(min_size=1), st.text())), st.integers(1, 999))
def test_another_page_keeps_the_rest_of_the_query(arguments: list[tuple[str, str]], number: int) -> None:
    query = parse_qsl(page_query(arguments, number)[1:], keep_blank_values=True)
    assert query == [*(pair for pair in arguments if pair[0] != "page"), ("page", str(number))]
