"""Which catalogue of the region a source is of, when several have one address, and which one is preferred."""

import json

import pytest

from ckanext.archipel.harvest.settings import Configuration
from ckanext.archipel.harvest.sources.compare import wanted
from ckanext.archipel.harvest.sources.definition import Definition, definitions
from ckanext.archipel.harvest.sources.matching import Here, comes_before, is_of, source_among

KNOWN = {each.key: each for each in definitions()}


def as_added(key: str, **changes: str) -> Here:
    """The source that the form makes of a known catalogue, named after its title."""
    values = wanted(KNOWN[key], enabled=True)
    return Here(**{"id": key, "name": f"titre-{key}", "url": values["url"], "config": values["config"], **changes})


def catalogues_of(here: Here) -> list[str]:
    return [key for key, definition in KNOWN.items() if is_of(here, definition)]


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_a_source_made_of_a_catalogue_is_of_that_one_alone(key: str) -> None:
    assert catalogues_of(as_added(key)) == [key]
    assert catalogues_of(as_added("pref-01", name=KNOWN[key].source_name)) == [key]


def test_a_prefecture_whose_organization_was_chosen_is_still_recognised() -> None:
    config = Configuration(kind="udata", filters={"organization": "a" * 24}, default_territory=("fr:departement:03",))
    assert catalogues_of(as_added("pref-01", config=config.to_json())) == ["pref-03"]


@pytest.mark.parametrize("config", ["", "{", json.dumps({"filters": {"organization": "x"}})])
def test_a_source_at_a_shared_address_that_tells_nothing_is_of_no_catalogue(config: str) -> None:
    assert catalogues_of(as_added("pref-01", config=config)) == []


def test_a_final_slash_and_other_settings_change_nothing() -> None:
    here = as_added("evian", url=KNOWN["evian"].endpoint + "/", config='{"kind": "arcgis"}')
    assert catalogues_of(here) == ["evian"]


def test_the_source_named_after_a_catalogue_comes_first() -> None:
    named = as_added("evian", id="2", name="source-evian")
    assert source_among([as_added("evian", id="1"), named], KNOWN["evian"]) == named
    assert source_among([as_added("evian")], KNOWN["craig"]) is None


def of(key: str) -> Here:
    return as_added(key)


def test_the_state_s_own_catalogue_comes_before_the_one_that_copies_it() -> None:
    geoide: list[Definition] = [each for each in definitions() if each.key.startswith("geoide-")]
    assert len(geoide) == 12
    for each in geoide:
        assert comes_before(of(each.key), of("datara"))
        assert not comes_before(of("datara"), of(each.key))
        assert comes_before(of(each.key), of("datara-rdf"))


def test_nothing_is_said_of_catalogues_without_a_rank() -> None:
    unknown = Here("x", "x", "https://ailleurs.exemple.fr/", "")
    for other in (unknown, of("craig")):
        assert not comes_before(other, of("datara"))
        assert not comes_before(of("geoide-ddt01"), other)
        assert not comes_before(other, of("geoide-ddt01"))
