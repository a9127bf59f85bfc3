"""When a second person is needed, and who that may be."""

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.review.rules import Situation, asked_state, is_yes, may_decide, publishes

STATES = st.sampled_from(["", "draft", "draft-x", "active", "deleted"])
PEOPLE = st.sampled_from(["ada", "bob", "eve"])


@given(STATES, st.sampled_from(["", "draft", "deleted"]))
def test_what_does_not_become_public_needs_nobody(before: str, after: str) -> None:
    assert not publishes(Situation(before, "a"), Situation(after, "a"))


@given(STATES)
def test_becoming_public_needs_somebody_and_staying_so_does_not(before: str) -> None:
    assert publishes(Situation(before, "a"), Situation("active", "a")) == (before != "active")


def test_a_published_dataset_that_joins_an_organization_is_published_there() -> None:
    assert publishes(Situation("active", "a"), Situation("active", "b"))


def test_a_new_dataset_is_published_unless_it_says_otherwise() -> None:
    assert asked_state({}, Situation()) == "active"
    assert asked_state({"state": "draft"}, Situation()) == "draft"
    assert asked_state({}, Situation("draft")) == "draft"


@given(PEOPLE, PEOPLE, st.booleans())
def test_nobody_answers_their_own_request(requester: str, user: str, edits: bool) -> None:
    assert may_decide(requester, user, edits=edits, is_sysadmin=False) == (edits and requester != user)


def test_the_setting_is_read_as_forms_and_the_api_write_it() -> None:
    assert all(is_yes(value) for value in ("true", "True", True, "1", "oui"))
    assert not any(is_yes(value) for value in ("false", False, "", None, "0", "non"))
