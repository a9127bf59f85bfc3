"""Datasets of a stock portal are written in our fields without losing anything."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.portal.adoption import CODES, LISTS, adopt
from ckanext.archipel.portal.legacy import GROUPS, RENAMED, SET_ASIDE

FIELDS = frozenset({*GROUPS, *RENAMED, *CODES, *LISTS, "provenance"})
LEGACY = sorted(
    {name for group in GROUPS.values() for names in group.values() for name in names} | set(RENAMED.values())
)
EU = "http://publications.europa.eu/resource/authority"


def dataset(extras: dict[str, Any], **fields: str) -> dict[str, Any]:
    return {
        "id": "1",
        "name": "essai",
        "type": "dataset",
        **fields,
        "extras": [{"key": k, "value": v} for k, v in extras.items()],
    }


def adopted(extras: dict[str, Any], **fields: str) -> dict[str, Any]:
    result = adopt(dataset(extras, **fields), FIELDS)
    return {**result.dataset, "extras": result.extras}


def test_publisher_and_contact_extras_become_fields() -> None:
    result = adopted(
        {"publisher_name": "DREAL", "publisher_uri": "http://x/org", "contact_email": "a@b.fr", "theme": "http://t"}
    )
    assert result["publisher"] == [{"name": "DREAL", "identifier": "http://x/org"}]
    assert result["contact"] == [{"email": "a@b.fr"}]
    assert result["theme"] == ["http://t"]
    assert result["extras"] == {}


def test_contact_falls_back_on_maintainer_then_author_as_the_stock_export_does() -> None:
    result = adopted({}, maintainer="Service", author="Autre", author_email="a@b.fr")
    assert result["contact"] == [{"name": "Service", "email": "a@b.fr"}]
    assert result["maintainer"] == "Service"


def test_guid_becomes_the_identifier_and_stays() -> None:
    result = adopted({"guid": "abc", "uri": "http://x/dataset/1"})
    assert result["identifier"] == "abc"
    assert result["extras"] == {"guid": "abc", "uri": "http://x/dataset/1"}


def test_an_identifier_wins_over_the_guid() -> None:
    assert adopted({"guid": "abc", "identifier": "def"})["identifier"] == "def"


def test_dates_frequencies_and_languages_are_put_in_order() -> None:
    result = adopted(
        {"dcat_issued": "31/12/2020", "frequency": "annuelle", "language": "fr,en", "temporal_start": "2020"}
    )
    assert result["issued"] == "2020-12-31"
    assert result["frequency"] == f"{EU}/frequency/ANNUAL"
    assert result["language"] == [f"{EU}/language/FRA", f"{EU}/language/ENG"]
    assert result["temporal_coverage"] == [{"start": "2020"}]


def test_a_spatial_extra_becomes_a_coverage_and_a_known_place_a_territory() -> None:
    geometry = json.dumps({"type": "Point", "coordinates": [4.8, 45.7]})
    result = adopted({"spatial": geometry, "spatial_uri": "http://id.insee.fr/geo/departement/69"})
    assert result["spatial_coverage"] == [{"geom": geometry, "uri": "http://id.insee.fr/geo/departement/69"}]
    assert result["territory"] == ["fr:departement:69"]


def test_sub_fields_only_ckanext_dcat_knows_are_kept_as_extras() -> None:
    stored = json.dumps([{"name": "DREAL", "uri": "http://x/org", "type": "http://x/type"}])
    result = adopted({"publisher": stored})
    assert result["publisher"] == [{"name": "DREAL", "identifier": "http://x/org"}]
    assert result["extras"] == {"publisher_type": "http://x/type"}


def test_a_group_written_as_plain_text_is_understood() -> None:
    assert adopted({"publisher": "DREAL"})["publisher"] == [{"name": "DREAL"}]


def test_an_address_that_is_none_stays_an_extra() -> None:
    result = adopted({"contact_name": "A", "contact_uri": "_:b0"})
    assert (result["contact"], result["extras"]) == ([{"name": "A"}], {"contact_uri": "_:b0"})


def test_a_refused_value_is_set_aside() -> None:
    result = adopt(dataset({"issued": "au printemps"}), FIELDS)
    result.set_aside("issued")
    assert result.as_dataset()["extras"] == [{"key": f"issued{SET_ASIDE}", "value": "au printemps"}]
    assert "issued" not in result.dataset


def test_a_refused_value_of_a_resource_is_set_aside() -> None:
    stored = {**dataset({"guid": "a"}), "resources": [{"id": "r", "issued": "hier", "resource_type": "documentation"}]}
    result = adopt(stored, FIELDS)
    result.set_aside_in_resource(0, "issued")
    kept = {"id": "r", f"issued{SET_ASIDE}": "hier", "resource_type": "documentation"}
    assert result.as_dataset()["resources"] == [kept]


def test_an_adopted_dataset_does_not_change_again() -> None:
    once = adopted({"publisher_name": "DREAL", "guid": "abc", "spatial_text": "Rhône", "frequency": "annuelle"})
    again = {key: json.dumps(value) if isinstance(value, list) else value for key, value in once.items()}
    extras = {key: again[key] for key in FIELDS if key in again} | once["extras"]
    assert adopt(dataset(extras), FIELDS).changes == []


@given(st.dictionaries(st.sampled_from([*LEGACY, *FIELDS, "libre"]), st.text(min_size=1, max_size=40), max_size=8))
def test_no_extra_collides_with_a_field_and_no_text_is_lost(extras: dict[str, str]) -> None:
    result = adopted(extras)
    assert not FIELDS & set(result["extras"])
    if "libre" in extras:
        assert result["extras"]["libre"] == extras["libre"]


@given(
    st.dictionaries(
        st.sampled_from([name for name in LEGACY if "temporal" not in name]), st.text(min_size=1), max_size=8
    )
)
def test_every_legacy_value_is_still_somewhere(extras: dict[str, str]) -> None:
    kept = json.dumps(adopted(extras), ensure_ascii=False)
    for name, value in extras.items():
        if name not in {"dcat_issued", "dcat_modified"}:
            assert json.dumps(value, ensure_ascii=False)[1:-1] in kept
