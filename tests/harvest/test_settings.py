"""The configuration of a source: read, refused with a reason, written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.settings import Configuration, Limits, read

TEXT = st.text(max_size=20).map(str.strip)
CONFIGURATIONS = st.builds(
    Configuration,
    kind=TEXT,
    filters=st.dictionaries(st.text(max_size=10), TEXT.filter(bool), max_size=3),
    organizations=st.dictionaries(st.text(max_size=10), TEXT.filter(bool), max_size=3),
    default_licence=TEXT,
    default_territory=st.lists(TEXT, max_size=3).map(tuple),
    keep_personal_contacts=st.booleans(),
    contact_name=TEXT,
    contact_email=TEXT,
    max_removed=st.none() | st.integers(0, 1000),
    max_removed_percent=st.none() | st.integers(0, 100),
)


@given(CONFIGURATIONS)
def test_what_is_written_is_read_back(configuration: Configuration) -> None:
    assert read(configuration.to_json()) == configuration


@pytest.mark.parametrize("text", ["", None, "  ", "{}"])
def test_no_configuration_is_the_default(text: str | None) -> None:
    assert read(text) == Configuration()
    assert Configuration().to_json() == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "JSON"),
        ("[]", "objet"),
        ('{"kinds": "csw"}', "Réglage inconnu : « kinds »"),
        ('{"max_removed": "50"}', "« max_removed »"),
        ('{"max_removed": true}', "« max_removed »"),
        ('{"max_removed": -1}', "« max_removed »"),
        ('{"filters": {"a": 1}}', "« filters »"),
        ('{"organizations": ["a"]}', "« organizations »"),
        ('{"keep_personal_contacts": "oui"}', "« keep_personal_contacts »"),
    ],
)
def test_a_wrong_configuration_is_refused_with_a_reason(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        read(text)


def test_limits_of_a_source_come_before_the_portal_s() -> None:
    assert Configuration(max_removed=3).limits(Limits(50, 20)) == Limits(3, 20)
