"""What an update keeps and tells: locked fields, changes, contacts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.locks.fields import differences, kept, same
from ckanext.archipel.harvest.writing.changes import changes
from ckanext.archipel.harvest.writing.contacts import with_functional_contact

HERE = {
    "title": "Corrigé ici",
    "notes": "Comme à la source",
    "tags": [{"name": "eau", "vocabulary_id": None, "id": "1"}, {"name": "air", "vocabulary_id": None, "id": "2"}],
    "contact": [{"name": "Service", "email": "service@exemple.fr", "url": ""}],
}
THERE = {
    "title": "Écrit là-bas",
    "notes": "Comme à la source",
    "tags": [{"name": "air"}, {"name": "eau"}],
    "contact": [{"name": "Service", "email": "service@exemple.fr"}],
}


def test_a_locked_field_stays_and_the_others_follow_the_source() -> None:
    there = {**THERE, "notes": "Nouveau texte"}
    assert kept(there, HERE, ["title"]) == {**there, "title": "Corrigé ici"}
    assert differences(there, HERE, ["title", "tags"]) == {"title": "Écrit là-bas"}


def test_a_locked_field_that_is_empty_here_stays_empty() -> None:
    assert "notes" not in kept(THERE, {**HERE, "notes": ""}, ["notes"])


def test_locked_keywords_are_given_back_as_keywords() -> None:
    assert kept({"tags": [{"name": "autre"}]}, HERE, ["tags"]) == {"tags": [{"name": "air"}, {"name": "eau"}]}


def test_what_ckan_adds_to_stored_values_is_no_change() -> None:
    assert changes(HERE, {**THERE, "title": "Corrigé ici"}) == []


def test_changes_are_told_before_and_after() -> None:
    assert changes(HERE, THERE) == [{"field": "title", "before": "Corrigé ici", "after": "Écrit là-bas"}]


def test_files_are_compared_by_what_their_source_says() -> None:
    before = {"resources": [{"id": "1", "name": "a", "url": "https://exemple.fr/a", "position": 0, "hash": ""}]}
    after = {"resources": [{"id": "1", "name": "a", "url": "https://exemple.fr/a"}]}
    assert changes(before, after) == []
    after["resources"][0]["url"] = "https://exemple.fr/b"
    assert [change["field"] for change in changes(before, after)] == ["resources"]


def test_the_functional_contact_takes_the_place_of_none() -> None:
    dataset: dict[str, Any] = {"title": "Haies"}
    named = with_functional_contact(dataset, "DDT", "Service eau", "eau@exemple.fr", "https://exemple.fr/ddt")
    assert named["contact"] == [{"name": "Service eau", "email": "eau@exemple.fr"}]
    alone = with_functional_contact(dataset, "DDT", url="https://exemple.fr/ddt")
    assert alone["contact"] == [{"name": "DDT", "url": "https://exemple.fr/ddt"}]
    assert with_functional_contact(THERE, "DDT")["contact"] == THERE["contact"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_is_the_same_as_itself(value: Any) -> None:
    assert same(value, value)
