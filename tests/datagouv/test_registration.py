"""Which source is registered, and that the same feed never gives two."""

from typing import Any

import pytest

from ckanext.archipel.datagouv.registration import Feed, plan, source_of

FEED = Feed("https://donnees.exemple-aura.fr/organization/1234/catalog", "xml")
SOURCE = source_of(FEED, "abc", "Portail : DDT")


def existing(**changes: Any) -> dict[str, Any]:
    return {"id": "s", "name": "autre nom", "url": FEED.address, "backend": "dcat", **changes}


def test_a_feed_without_source_gets_one() -> None:
    made = plan(SOURCE, FEED, [])
    assert (made.verb, made.existing) == ("à créer", None)


def test_a_source_renamed_there_keeps_its_name() -> None:
    made = plan(SOURCE, FEED, [existing()])
    assert (made.verb, made.changes) == ("déjà à jour", {})


@pytest.mark.parametrize("change", [{"url": f"{FEED.stem}.ttl"}, {"backend": "ckan"}])
def test_a_source_in_another_format_or_of_another_type_is_changed_not_doubled(change: dict[str, str]) -> None:
    made = plan(SOURCE, FEED, [existing(**change)])
    assert made.verb == "à mettre à jour"
    assert made.changes == {key: SOURCE[key] for key in change}


def test_another_source_that_reads_this_portal_is_told() -> None:
    made = plan(
        SOURCE, FEED, [existing(url="https://donnees.exemple-aura.fr/catalog.ttl"), existing(url="https://a.fr")]
    )
    assert made.existing is None
    assert made.others == ("autre nom (https://donnees.exemple-aura.fr/catalog.ttl)",)


@pytest.mark.parametrize(
    ("stem", "doubt"),
    [
        ("http://127.0.0.1:5000/organization/1/catalog", "ckan.site_url"),
        ("http://a.fr/organization/1/catalog", "https"),
        ("https://a.fr/organization/1/catalog", ""),
    ],
)
def test_an_address_that_cannot_be_read_from_there_is_told(stem: str, doubt: str) -> None:
    told = Feed(stem, "xml").doubt
    assert doubt in told
    assert bool(told) == bool(doubt)
