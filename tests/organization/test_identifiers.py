"""The numbers and names of organizations: what is typed is put in order, what is wrong is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.organization.identifiers import normalise_datagouv_id, normalise_siren


@pytest.mark.parametrize(
    ("written", "siren"),
    [
        ("200053767", "200053767"),
        (" 200 053 767 ", "200053767"),
        ("20005376700014", "200053767"),
        ("200 053 767 00014", "200053767"),
        ("200053768", None),
        ("20005376700015", None),
        ("préfecture", None),
        ("", None),
        ("٢٠٠٠٥٣٧٦٧", None),
        ("2" * 100_000, None),
    ],
)
def test_a_siren_has_its_key(written: str, siren: str | None) -> None:
    assert normalise_siren(written) == siren


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("ddt-de-lain", "ddt-de-lain"),
        ("6155a0cfcdc64b4a0c792d63", "6155a0cfcdc64b4a0c792d63"),
        ("https://www.data.gouv.fr/organizations/ddt-de-lain/", "ddt-de-lain"),
        ("https://www.data.gouv.fr/fr/organizations/ddt-de-lain/#datasets", "ddt-de-lain"),
        ("https://www.data.gouv.fr/organizations/", None),
        ("https://www.data.gouv.fr/datasets/ddt-de-lain/", None),
        ("https://exemple.fr/organizations/ddt-de-lain/", None),
        ("http://[", None),
        ("DDT de l’Ain", None),
        ("", None),
    ],
)
def test_an_organization_of_data_gouv_fr_is_known_by_its_page_or_its_id(written: str, identifier: str | None) -> None:
    assert normalise_datagouv_id(written) == identifier


@given(st.text())
def test_any_text_gives_an_identifier_or_nothing_and_what_is_given_is_stable(text: str) -> None:
    for rule in (normalise_siren, normalise_datagouv_id):
        found = rule(text)
        assert found is None or rule(found) == found
