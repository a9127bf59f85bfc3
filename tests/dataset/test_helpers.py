"""What the templates ask of a stored value."""

import pytest

from ckanext.archipel.dataset.helpers import archipel_is_filled


@pytest.mark.parametrize("value", [None, "", [], {}, [""], [{"name": "", "email": ""}], [{"name": ""}, {}]])
def test_groups_of_blanks_are_not_shown(value: object) -> None:
    """What a form left blank is not worth a row."""
    assert not archipel_is_filled(value)


@pytest.mark.parametrize("value", ["x", ["x"], [{"name": "", "email": "contact@example.org"}]])
def test_one_value_is_enough_to_be_shown(value: object) -> None:
    """A group with one of its fields filled is shown."""
    assert archipel_is_filled(value)
