"""When and in what order links are asked about."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.links.schedule import Hosts, host_of, in_turn, next_check

NOW = datetime(2026, 3, 14, tzinfo=timezone.utc)


def test_hosts_take_turns() -> None:
    urls = ["https://a.fr/1", "https://a.fr/2", "https://a.fr/3", "https://b.fr/1", "https://B.fr/2", "https://c.fr/1"]
    assert [host_of(url) for url in in_turn(urls)] == ["a.fr", "b.fr", "c.fr", "a.fr", "b.fr", "a.fr"]


@given(st.lists(st.text(max_size=20)))
def test_no_link_is_lost(urls: list[str]) -> None:
    assert sorted(in_turn(urls)) == sorted(urls)


def test_a_link_that_works_is_asked_about_weekly_and_others_later_and_later() -> None:
    assert next_check(NOW, 0, 7) == NOW + timedelta(days=7)
    waits = [(next_check(NOW, failures, 7) - NOW).days for failures in (1, 2, 3, 4, 5, 6, 100)]
    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_a_server_that_does_not_answer_three_times_is_left_alone() -> None:
    hosts = Hosts()
    for _ in range(2):
        hosts.answered("https://a.fr/1", False)
    assert not hosts.left_alone("https://a.fr/9")
    hosts.answered("https://a.fr/2", True)
    for _ in range(3):
        hosts.answered("https://a.fr/1", False)
    assert hosts.left_alone("https://a.fr/9")
    assert not hosts.left_alone("https://b.fr/1")
