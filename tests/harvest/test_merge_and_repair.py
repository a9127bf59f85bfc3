"""Updating a dataset that the portal already has, and saving one of which a value is refused."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.writing.merge import free_name, merged
from ckanext.archipel.harvest.writing.repair import without_refused

EXISTING: dict[str, Any] = {
    "id": "1",
    "name": "nom",
    "private": True,
    "lab_theme": ["mobilite"],
    "groups": [{"id": "g", "title": "G"}],
    "extras": [
        {"key": "guid", "value": "old"},
        {"key": "note", "value": "locale"},
        {"key": "harvest_object_id", "value": "x"},
    ],
    "resources": [
        {"id": "r1", "url": "https://a.fr/1", "name": "un"},
        {"id": "r2", "url": "https://a.fr/2", "name": "deux"},
    ],
}


def test_an_update_keeps_identifiers_and_what_people_added_here() -> None:
    new = {
        "title": "Nouveau",
        "extras": [{"key": "guid", "value": "g1"}],
        "resources": [
            {"url": "https://a.fr/2", "name": "renommé"},
            {"url": "https://a.fr/3", "name": "trois"},
            {"url": "https://a.fr/1", "name": "un"},
        ],
    }
    result = merged(new, EXISTING)
    assert (result["id"], result["name"], result["private"], result["title"]) == ("1", "nom", True, "Nouveau")
    assert result["lab_theme"] == ["mobilite"]
    assert result["groups"] == [{"id": "g"}]
    assert result["extras"] == [{"key": "note", "value": "locale"}, {"key": "guid", "value": "g1"}]
    assert [file.get("id") for file in result["resources"]] == ["r2", None, "r1"]


def ids(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> list[str | None]:
    """The identifiers that files get, from the (address, name) of those that were there, numbered from 0."""
    were = [{"id": str(number), "url": url, "name": name, "format": "CSV"} for number, (url, name) in enumerate(old)]
    are = [{"url": url, "name": name, "format": "CSV"} for url, name in new]
    return [file.get("id") for file in merged({"resources": are}, {**EXISTING, "resources": were})["resources"]]


def test_a_file_keeps_its_identifier_when_its_address_or_its_name_moves() -> None:
    old = [("https://a.fr/1", "un"), ("https://a.fr/2", "deux")]
    assert ids(old, [("https://b.fr/2", "deux"), ("https://b.fr/1", "un")]) == ["1", "0"]
    assert ids(old, [("https://a.fr/1", "renommé"), ("https://b.fr/2", "deux")]) == ["0", "1"]
    # Swapped addresses: the address tells, not the name.
    assert ids(old, [("https://a.fr/2", "un"), ("https://a.fr/1", "deux")]) == ["1", "0"]
    # A name that several files have tells none of them.
    assert ids([*old, ("https://a.fr/3", "un")], [("https://b.fr/1", "un")]) == [None]
    assert ids(old, [("https://b.fr/1", "un"), ("https://b.fr/2", "un")]) == [None, None]
    assert ids(old, [("https://b.fr/1", "trois")]) == [None]


FILES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=5)


@given(FILES, FILES)
def test_no_two_files_get_one_identifier_and_the_same_files_get_theirs(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    found = [each for each in ids(old, new) if each is not None]
    assert len(found) == len(set(found))
    assert ids(old, old) == [str(number) for number in range(len(old))]


@given(st.text(max_size=300), st.sets(st.integers(2, 40)))
def test_a_name_is_valid_and_free(title: str, numbers: set[int]) -> None:
    base = free_name(title, "0123456789abcdef", ())
    taken = {base, *(f"{base[:97]}-{number}" for number in numbers)}
    name = free_name(title, "0123456789abcdef", taken)
    assert name not in taken
    assert 2 <= len(name) <= 100
    assert name.isascii()
    assert name == name.lower()


def test_takes_out_what_ckan_refuses_and_keeps_the_rest() -> None:
    dataset = {
        "id": "0123456789",
        "name": "pris",
        "title": "T",
        "url": "bad",
        "tags": [{"name": "bon"}, {"name": "mauvais"}],
        "resources": [{"url": "a", "size": "x"}, {"url": "b"}, {"url": "c"}],
    }
    errors = {
        "name": ["That URL is already in use."],
        "url": ["no"],
        "tags": [{}, {"name": ["no"]}],
        "resources": [{"size": ["no"]}, {"url": ["no"]}],
    }
    result = without_refused(dataset, errors)
    assert result is not None
    repaired, removed = result
    assert repaired == {
        "id": "0123456789",
        "name": "pris-01234567",
        "title": "T",
        "tags": [{"name": "bon"}],
        "resources": [{"url": "a"}, {"url": "c"}],
    }
    assert len(removed) == 3


def test_a_dataset_whose_essentials_are_refused_cannot_be_saved() -> None:
    assert without_refused({"title": "", "id": "1"}, {"title": ["Missing"]}) is None
    assert without_refused({"title": "T", "id": "1"}, {"unknown": ["no"]}) is None
