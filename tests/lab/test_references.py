"""What is typed to name datasets."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.lab.references import dataset_references

NAMES = st.lists(st.from_regex(r"[a-z0-9_-]{2,30}", fullmatch=True), unique=True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("qualite-air, arrets-bus", ["qualite-air", "arrets-bus"]),
        ("qualite-air\r\narrets-bus\n", ["qualite-air", "arrets-bus"]),
        ("qualite-air ; qualite-air", ["qualite-air"]),
        ("https://portail.exemple/fr/dataset/qualite-air/?x=1", ["qualite-air"]),
        ("/dataset/qualite-air", ["qualite-air"]),
        ('["qualite-air", "arrets-bus"]', ["qualite-air", "arrets-bus"]),
        (["qualite-air", " "], ["qualite-air"]),
        ("", []),
        (None, []),
        (7, []),
    ],
)
def test_names_addresses_and_lists_are_read(typed: object, expected: list[str]) -> None:
    assert dataset_references(typed) == expected


@given(NAMES)
def test_what_was_read_reads_the_same_again_from_every_form(names: list[str]) -> None:
    assert dataset_references(", ".join(names)) == names
    assert dataset_references(json.dumps(names)) == names
    assert dataset_references(dataset_references(names)) == names


@given(st.one_of(st.text(), st.lists(st.text()), st.integers(), st.none()))
def test_any_input_gives_distinct_and_non_empty_references(typed: object) -> None:
    references = dataset_references(typed)
    assert all(references)
    assert len(set(references)) == len(references)
