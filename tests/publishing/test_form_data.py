"""What a page of the form sends becomes what the API would write."""

from typing import Any

from werkzeug.datastructures import MultiDict

from ckanext.archipel.publishing.form_data import read

TITLE = {"field_name": "title"}
THEMES = {"field_name": "lab_theme"}
CONTACT = {"field_name": "contact", "repeating_subfields": [{"field_name": "name"}, {"field_name": "email"}]}


def sent(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(pairs)


def test_what_was_erased_is_sent_as_empty_so_that_a_patch_does_not_keep_it() -> None:
    assert read([TITLE, THEMES, CONTACT], sent()) == {"title": "", "lab_theme": "", "contact": []}


def test_several_boxes_make_a_list_without_its_blanks() -> None:
    assert read([THEMES], sent(("lab_theme", "a"), ("lab_theme", ""), ("lab_theme", "b"))) == {"lab_theme": ["a", "b"]}


def test_groups_keep_their_order_and_lose_those_left_blank() -> None:
    form = sent(("contact-10-name", "Dix"), ("contact-2-name", " Deux "), ("contact-3-email", " "))
    assert read([CONTACT], form) == {"contact": [{"name": "Deux", "email": ""}, {"name": "Dix", "email": ""}]}


def test_the_sides_of_a_rectangle_keep_their_places() -> None:
    place = {"field_name": "place", "repeating_subfields": [{"field_name": "bbox"}, {"field_name": "text"}]}
    sides = [("place-0-bbox", side) for side in ("", " 45.5", "", "46")]
    blank = [("place-1-bbox", "")] * 4
    form = sent(*sides, *blank, ("place-1-text", "Bugey"))
    assert read([place], form) == {
        "place": [{"bbox": ["", "45.5", "", "46"], "text": ""}, {"bbox": "", "text": "Bugey"}]
    }


def test_hostile_group_numbers_are_ignored() -> None:
    form = sent(("contact-ARCHIPEL-INDEX-name", "x"), ("contact-99999999-name", "x"), ("contact-²-name", "x"))
    assert read([CONTACT], form) == {"contact": []}


def test_a_field_without_a_form_is_left_alone() -> None:
    hidden: dict[str, Any] = {"field_name": "harvest_licence", "form_snippet": None}
    assert read([hidden], sent(("harvest_licence", "x"))) == {}
