"""The identity that the administrator sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dsfr.identity import PREFIX, accessibility_state, read_identity, split_list

OPTIONS = (
    *("brand", "tagline", "mission", "search_examples", "beta", "accessibility"),
    *("publisher", "publication_director", "host", "contact_email"),
)


def test_brand_lines_make_one_name() -> None:
    config = dict.fromkeys((f"{PREFIX}{name}" for name in OPTIONS), "")
    identity = read_identity({**config, f"{PREFIX}brand": "Préfète | de la région | Auvergne- | Rhône-Alpes"})
    assert identity.brand == ("Préfète", "de la région", "Auvergne-", "Rhône-Alpes")
    assert identity.brand_name == "Préfète de la région Auvergne-Rhône-Alpes"


def test_an_empty_configuration_still_makes_an_identity() -> None:
    identity = read_identity({})
    assert identity.brand == ()
    assert identity.accessibility == "non"


@pytest.mark.parametrize(("value", "state"), [("Partiellement", "partiellement"), (" totalement ", "totalement")])
def test_a_declared_accessibility_is_kept(value: str, state: str) -> None:
    assert accessibility_state(value) == state


@given(
    st.one_of(st.none(), st.booleans(), st.text()).filter(
        lambda v: str(v).strip().lower() not in ("partiellement", "totalement")
    )
)
def test_any_other_accessibility_counts_as_not_compliant(value: object) -> None:
    assert accessibility_state(value) == "non"


@given(st.text())
def test_a_list_has_no_empty_part(value: str) -> None:
    assert all(part == part.strip() and part for part in split_list(value))
