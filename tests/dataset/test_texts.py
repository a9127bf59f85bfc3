"""Texts that would stall a page are told from those that people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.texts import has_unclosed_tags, is_tangled


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100,
        "[a](" * 100,
        "![" * 100,
        "`" * 11,
        "[" * 50 + "]" * 50,
        "((" * 20,
        "<a " * 50,
        "<![" * 50,
        "- " * 40,
        "> 1. " * 20,
        "\n_" * 1_001,
    ],
)
def test_what_is_nested_left_open_or_repeated_too_much_is_refused(text: str) -> None:
    assert is_tangled(f"Début. {text}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[Notice](https://exemple.fr/a_(b)) et [carte](https://exemple.fr). " * 500,
        "```\nid;nom\n```\n" * 100,
        "1) d'abord ; 2) ensuite " * 500,
        "\n".join("\t" * depth + "- liste" for depth in range(10)) * 20,
        "1 2 3 4 5 6 7 8 9 10 " * 100,
        "Si a < b et b < c, alors a <b> c. " * 500,
        "Les taux < 5 % sont tus ; <10 habitants aussi. " * 100,
        "(voir [la page](https://exemple.fr)) " * 500,
    ],
)
def test_what_people_write_is_accepted(text: str) -> None:
    assert not is_tangled(text)


@given(st.text("[]()<>`a"))
def test_closing_what_was_opened_never_makes_it_worse(text: str) -> None:
    assert is_tangled(text + "])>") == is_tangled(text)


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ("<a " * 21, True),
        ("<!-- >" * 21, True),
        ("<a>" * 500, False),
        ("<!-- a -->" * 500, False),
        ("a < b " * 500, False),
    ],
)
def test_tags_and_comments_without_end_are_told(text: str, unclosed: bool) -> None:
    assert has_unclosed_tags(text) is unclosed
