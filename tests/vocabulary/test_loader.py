"""The code lists: complete, coherent, and named as the European authorities name them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.vocabulary import Term, fold, names, vocabulary

AUTHORITIES = {
    "frequency": "frequency",
    "access_right": "access-right",
    "availability": "planned-availability",
    "data_theme": "data-theme",
    "language": "language",
    "hvd_category": "hvd-category",
    "file_type": "file-type",
    "dataset_type": "dataset-type",
    "distribution_status": "distribution-status",
}
TERMS = [(name, term) for name in names() for term in vocabulary(name).terms]


def labels_of(shared: Path, table: str) -> dict[str, dict[str, str]]:
    rows = json.loads((shared / "authority" / f"{table}.json").read_text(encoding="utf-8"))
    return {row["uri"]: row for row in rows}


@pytest.mark.parametrize(("name", "term"), TERMS, ids=[f"{name}-{term.id}" for name, term in TERMS])
def test_every_term_is_found_by_its_id_its_uri_and_its_labels(name: str, term: Term) -> None:
    words = vocabulary(name)
    assert words.get(term.id) is term
    assert not term.uri or words.get(term.uri) is term
    assert not term.uri or words.get(term.uri.replace("http://", "https://", 1)) is term
    assert words.get(words.value(term)) is term
    assert words.label(words.value(term), "fr") == term.fr
    assert words.label(words.value(term), "en_GB") == term.en
    assert words.find(f"  {term.fr.upper()} ") is term


@pytest.mark.parametrize("name", names())
def test_no_two_terms_share_an_id_or_a_uri_and_one_at_least_is_offered(name: str) -> None:
    terms = vocabulary(name).terms
    ids, uris = [term.id for term in terms], [term.uri for term in terms if term.uri]
    assert len(set(ids)) == len(ids)
    assert len(set(uris)) == len(uris)
    assert vocabulary(name).offered()


@pytest.mark.parametrize("name", names())
def test_no_alias_means_two_terms(name: str) -> None:
    owners: dict[str, set[str]] = {}
    for term in vocabulary(name).terms:
        for text in (term.id, term.fr, term.en, *term.aliases):
            owners.setdefault(fold(text), set()).add(term.id)
    assert {text: sorted(ids) for text, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(("name", "table"), AUTHORITIES.items())
def test_uris_exist_in_the_european_tables(name: str, table: str, shared: Path) -> None:
    known = labels_of(shared, table)
    assert {term.uri for term in vocabulary(name).terms if term.uri} - set(known) == set()


@pytest.mark.parametrize("name", ["data_theme", "language", "dataset_type", "distribution_status"])
def test_labels_are_those_of_the_european_tables(name: str, shared: Path) -> None:
    known = labels_of(shared, AUTHORITIES[name])
    for term in vocabulary(name).terms:
        if term.id != "MUL":
            # The tables of types and of states have no French.
            assert fold(known[term.uri].get("fr", term.fr)) == fold(term.fr)
            assert fold(known[term.uri]["en"]) == fold(term.en)


@pytest.mark.parametrize(("name", "languages"), [("frequency", ["fr"]), ("file_type", ["fr", "en"])])
def test_names_of_the_european_tables_are_understood(name: str, languages: list[str], shared: Path) -> None:
    words = vocabulary(name)
    missed = {
        row[language]: uri
        for uri, row in labels_of(shared, AUTHORITIES[name]).items()
        for language in languages
        if row.get(language) and words.get(uri) and words.find(row[language]) is not words.get(uri)
    }
    assert missed == {}


def test_european_licence_addresses_exist(shared: Path) -> None:
    known = labels_of(shared, "licence")
    assert {term.eu_uri for term in vocabulary("licence").terms if term.eu_uri} - set(known) == set()


def test_the_two_licences_of_french_law_are_the_only_ones_offered() -> None:
    assert [term.id for term in vocabulary("licence").offered()] == ["lov2", "odc-odbl"]


def test_each_lab_theme_is_exported_as_european_themes() -> None:
    themes = vocabulary("lab_themes").terms
    assert len(themes) == 12
    for term in themes:
        assert term.themes
        assert all(vocabulary("data_theme").get(uri) for uri in term.themes)


def test_an_unknown_value_is_its_own_label() -> None:
    assert vocabulary("frequency").label("https://exemple.fr/x") == "https://exemple.fr/x"
    assert vocabulary("frequency").find("n'importe quand") is None


@given(st.text())
def test_folding_is_stable_and_never_fails(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(fold(text.upper()))


@given(st.text(), st.sampled_from(names()))
def test_looking_for_any_text_returns_a_term_or_nothing(text: str, name: str) -> None:
    term = vocabulary(name).find(text)
    assert term is None or term in vocabulary(name).terms
