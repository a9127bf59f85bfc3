"""What names a record, whatever its catalogue writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.values import MAX_NAME

ANYTHING = st.text(st.characters(codec=None) | st.sampled_from("\0\ud800\udfff"))


@given(identifier=ANYTHING, uri=ANYTHING, alternates=st.frozensets(ANYTHING))
def test_the_database_can_keep_all_that_names_a_record(identifier: str, uri: str, alternates: frozenset[str]) -> None:
    record = RemoteRecord(identifier, uri, alternates)
    for name in (record.identifier, record.uri, *record.alternates):
        assert "\0" not in name
        assert name.encode().decode() == name
    assert bool(record.identifier) == bool(identifier)
    assert RemoteRecord(record.identifier, record.uri, record.alternates) == record


@pytest.mark.parametrize("name", ["", "n3", " a  b\n", "https://exemple.fr/é\x01", "a" * MAX_NAME])
def test_a_name_that_can_be_kept_stays_as_it_is_written(name: str) -> None:
    assert RemoteRecord(name).identifier == name


def test_a_name_too_long_for_an_index_always_gets_the_same_short_one() -> None:
    long, other = "é" * MAX_NAME, "é" * MAX_NAME + "e"
    assert RemoteRecord(long).identifier == RemoteRecord(long).identifier
    assert len({RemoteRecord(name).identifier for name in (long, other)}) == 2
    assert len(RemoteRecord(long).identifier) < 100
