"""A new edition, and the addresses of new datasets."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.publishing.edition import next_edition
from ckanext.archipel.publishing.names import free_name, slug

DATASET = {
    "id": "1", "name": "aires-2025", "title": "Aires 2025", "state": "active", "notes": "Description",
    "license_id": "lov2", "owner_org": "prefecture", "territory": ["fr:departement:01"], "version": "2025",
    "tags": [{"name": "covoiturage", "id": "t", "state": "active"}], "groups": [{"name": "g", "title": "G"}],
    "resources": [{"id": "r"}], "temporal_coverage": [{"start": "2025-01-01"}], "issued": "2025-02-01",
    "identifier": "x", "private": True,
}  # fmt: skip


def test_a_new_edition_keeps_what_lasts_and_points_at_the_one_before() -> None:
    draft = next_edition(DATASET, "Aires 2026", "aires-2026", "https://portail/dataset/1")
    assert draft == {
        "title": "Aires 2026", "name": "aires-2026", "state": "draft", "has_version": ["https://portail/dataset/1"],
        "notes": "Description", "license_id": "lov2", "owner_org": "prefecture", "territory": ["fr:departement:01"],
        "tags": [{"name": "covoiturage"}], "groups": [{"name": "g"}], "private": True,
    }  # fmt: skip


def test_an_address_is_made_from_a_title() -> None:
    assert slug("Aires de covoiturage de l’Ain – œuvre n° 2") == "aires-de-covoiturage-de-l-ain-oeuvre-n-2"


@given(st.text(max_size=300))
def test_any_title_gives_an_address_that_ckan_accepts(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{2,100}", free_name(title, lambda name: False))


def test_a_taken_address_gets_a_number() -> None:
    taken = {"aires", "aires-2"}
    assert free_name("Aires", taken.__contains__) == "aires-3"
