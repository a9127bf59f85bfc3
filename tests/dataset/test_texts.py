"""Texts that would stall a page are told from those that people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.texts import is_tangled


@pytest.mark.parametrize("text", ["[" * 100, "[a](" * 100, "![" * 100, "`" * 11, "[" * 50 + "]" * 50, "((" * 20])
def test_brackets_left_open_and_long_runs_of_backticks_are_refused(text: str) -> None:
    assert is_tangled(f"Début. {text}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[Notice](https://exemple.fr/a_(b)) et [carte](https://exemple.fr). " * 500,
        "```\nid;nom\n```\n" * 200,
        "1) d'abord ; 2) ensuite " * 500,
        "(voir [la page](https://exemple.fr)) " * 500,
    ],
)
def test_what_people_write_is_accepted(text: str) -> None:
    assert not is_tangled(text)


@given(st.text("[]()`a"))
def test_closing_what_was_opened_never_makes_it_worse(text: str) -> None:
    assert is_tangled(text + "])") == is_tangled(text)
