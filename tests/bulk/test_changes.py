"""What a bulk change gives, and what it leaves alone."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.bulk.changes import FIELDS, is_harvested, replaced, texts, wanted

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SENT = st.dictionaries(st.sampled_from([*FIELDS, "title", "state", "owner_org"]), JSON)


@given(SENT)
def test_whatever_is_sent_only_the_three_fields_change_and_never_to_nothing(sent: dict[str, Any]) -> None:
    changes = wanted(sent)
    assert set(changes) <= set(FIELDS)
    assert all(changes.values())


@given(SENT, SENT)
def test_a_dataset_that_already_says_so_has_nothing_to_change(dataset: dict[str, Any], sent: dict[str, Any]) -> None:
    changes = wanted(sent)
    assert replaced(dataset | changes, changes) == []
    assert {each.field for each in replaced(dataset, changes)} <= set(changes)


def test_a_contact_is_compared_by_what_it_says() -> None:
    changes = wanted({"contact": [{"name": " Pôle ", "email": "a@example.org", "url": ""}], "license_id": " "})
    assert changes == {"contact": [{"name": "Pôle", "email": "a@example.org"}]}
    assert not replaced({"contact": [{"email": "a@example.org", "name": "Pôle", "identifier": ""}]}, changes)
    assert replaced({"contact": []}, changes)


def test_harvested_datasets_are_recognised() -> None:
    assert is_harvested({"extras": [{"key": "harvest_source_id", "value": "x"}]})
    assert is_harvested({"harvest_licence": "libre"})
    assert not is_harvested({"extras": [{"key": "ville", "value": "Lyon"}]})


def test_messages_are_found_however_deep() -> None:
    assert list(texts({"contact": [{"email": ["faux"]}], "license_id": ["inconnue", ""]})) == ["faux", "inconnue"]
