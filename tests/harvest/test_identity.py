"""Names by which the same record is known in several catalogues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.harvest.identity import is_ours, strong_names

UUID = "c375f298-5ab6-4d3c-8f3e-0f2b7c1a9d10"


@pytest.mark.parametrize(
    "text",
    [
        UUID,
        UUID.upper(),
        f"urn:uuid:{UUID}",
        f"https://catalogue.datara.gouv.fr/geonetwork/srv/{UUID}",
        f"http://catalogue.open-datara.fr/geonetwork/srv/{UUID}/",
    ],
)
def test_a_uuid_is_the_same_name_whatever_server_shows_it(text: str) -> None:
    assert strong_names([text]) == {UUID}


def test_the_state_s_names_of_geographic_resources_are_kept_without_their_server() -> None:
    name = "fr-120066022-jdd-1234abcd"
    assert strong_names([name, f"https://ogc.geo-ide.fr/{name}"]) == {name}


def test_addresses_lose_what_servers_let_vary() -> None:
    assert strong_names(["HTTPS://Exemple.fr/jeu/1/", "http://exemple.fr/jeu/1"]) == {"exemple.fr/jeu/1"}


@pytest.mark.parametrize("text", ["", "12", "arbres", "jeu-1", "https://exemple.fr/", "mailto:a@b.fr", "x" * 600])
def test_what_two_catalogues_may_both_say_of_different_records_names_nothing(text: str) -> None:
    assert strong_names([text]) == frozenset()


def test_a_doi_is_one_name_however_written() -> None:
    assert (
        len(strong_names(["10.5281/ZENODO.123", "https://doi.org/10.5281/zenodo.123", "doi:10.5281/zenodo.123"])) == 1
    )


def test_our_own_datasets_are_recognised_whoever_shows_them() -> None:
    own = ["https://donnees.exemple.fr", ""]
    assert is_ours(["autre", "http://donnees.exemple.fr/dataset/arbres"], own)
    assert not is_ours(["https://donnees.exemple.fr.pirate.org/dataset/arbres"], own)
    assert not is_ours(["https://donnees.exemple.fr/organization/x"], own)


@given(st.lists(st.text(max_size=60)))
def test_any_text_is_survived(texts: list[str]) -> None:
    assert "" not in strong_names(texts)
    assert isinstance(is_ours(texts, ["https://exemple.fr"]), bool)
