"""Links that only the State's own network opens are said to be so."""

from typing import Any

import pytest

from ckanext.archipel.harvest.mapping import map_dataset
from ckanext.archipel.harvest.state_network import PARTLY_RESERVED, RESERVED, is_reserved


def described(**values: Any) -> str:
    [resource] = map_dataset({"title": "Titre", "resources": [values]}).dataset["resources"]
    return str(resource.get("description", ""))


@pytest.mark.parametrize(
    "url",
    [
        "http://rie.gouv.fr",
        "https://rie.gouv.fr:8443/x",
        "https://x.rie.gouv.fr/a",
        "https://X.E2.RIE.gouv.fr./a",
        "https://rie.gouv.fr./",
    ],
)
def test_an_address_of_the_state_s_network_is_recognised_however_it_is_written(url: str) -> None:
    assert is_reserved(url)
    assert described(url=url, description="Suite") == f"{RESERVED}\n\nSuite"


@pytest.mark.parametrize(
    "url",
    ["https://prairie.gouv.fr/a", "https://rie.gouv.fr.exemple.org", "https://a.fr/rie.gouv.fr", "http://[bad", ""],
)
def test_others_are_not(url: str) -> None:
    assert not is_reserved(url)


@pytest.mark.parametrize(
    "values",
    [
        {"download_url": "https://x.rie.gouv.fr/a.zip"},
        {"access_url": "https://x.rie.gouv.fr/a"},
        {"documentation": ["https://exemple.fr", "https://x.rie.gouv.fr/doc"]},
        {"access_services": [{"endpoint_url": ["https://x.rie.gouv.fr/wms"]}]},
    ],
)
def test_a_file_of_which_another_link_is_reserved_says_so(values: dict[str, Any]) -> None:
    assert described(url="https://exemple.fr/a", **values) == PARTLY_RESERVED


def test_a_dataset_says_which_of_its_pages_are_reserved() -> None:
    def notes(**values: Any) -> str:
        return str(map_dataset({"title": "Titre", "notes": "Texte", **values}).dataset["notes"])

    assert notes(url="https://exemple.fr") == "Texte"
    page = notes(url="https://x.rie.gouv.fr/notice")
    assert page.startswith("Texte\n\n")
    assert page.endswith("réseau interministériel de l’État : sa page d’origine.")
    both = notes(url="https://x.rie.gouv.fr/notice", documentation=["https://rie.gouv.fr/doc"])
    assert both.endswith(": sa page d’origine et sa documentation.")
