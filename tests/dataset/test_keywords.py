"""Keywords stay as their producer wrote them, and can always be stored and found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.fields import clean_keyword, split_keywords
from ckanext.archipel.dataset.keywords import MAX_LENGTH, refused_characters


@pytest.mark.parametrize(
    "keyword",
    [
        "Foncier Sol/Occupation du sol",
        "document d'urbanisme",
        "l’eau",
        "forêt",
        "R&D",
        "n°5",
        "C#",
        "PLU: zonage",
        "x",
        "<b>",
        "🌳 arbre",
    ],
)
def test_what_producers_write_is_kept_as_it_is(keyword: str) -> None:
    assert clean_keyword(keyword) == keyword
    assert split_keywords(keyword) == [keyword]
    assert refused_characters(keyword) == []


def test_commas_separate_and_repetitions_go() -> None:
    text = " eau,, Zones de gestion, de restriction ,eau, "
    assert split_keywords(text) == ["eau", "Zones de gestion", "de restriction"]


def test_what_the_search_page_cannot_find_again_is_converted() -> None:
    assert clean_keyword('le "sol"') == "le ”sol”"
    assert clean_keyword("a\\b") == "a/b"
    assert clean_keyword("a\tb\nc\x00") == "a b c"
    assert clean_keyword(" \n ") is None


def test_a_long_keyword_is_cut_between_words() -> None:
    cut = clean_keyword("mot " * 60)
    assert cut is not None
    assert len(cut) <= MAX_LENGTH
    assert set(cut.split(" ")) == {"mot"}
    assert clean_keyword("x" * 300) == "x" * MAX_LENGTH


@given(st.text(max_size=400))
def test_a_clean_keyword_is_accepted_and_does_not_change_any_more(text: str) -> None:
    keyword = clean_keyword(text)
    if keyword is not None:
        assert 0 < len(keyword) <= MAX_LENGTH
        assert refused_characters(keyword) == []
        assert clean_keyword(keyword) == keyword


@given(st.text(max_size=400))
def test_split_keywords_survive_the_form_that_joins_them_with_commas(text: str) -> None:
    once = split_keywords(text)
    assert split_keywords(", ".join(once)) == once
    assert len(set(once)) == len(once)
