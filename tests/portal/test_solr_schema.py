"""The Solr schema comes from the installed CKAN's and says what a running core lacks."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.portal import solr_schema
from ckanext.archipel.portal.solr_check import differences

STOCK = solr_schema.stock_schema()
DERIVED = solr_schema.derive(STOCK)


def as_running(xml: bytes) -> dict[str, Any]:
    """Return what Solr's schema API answers for a schema.xml."""
    root = solr_schema.parse(xml)
    tags = {"fieldTypes": "fieldType", "fields": "field", "dynamicFields": "dynamicField", "copyFields": "copyField"}
    lists = {key: [dict(element.attrib) for element in root.iter(tag)] for key, tag in tags.items()}
    return {"name": root.get("name"), **lists}


def test_one_schema_serves_both_ckan_versions() -> None:
    assert solr_schema.parse(DERIVED).get("name") == "ckan-2.11"


def test_spatial_fields_are_added_once() -> None:
    names = [field.get("name") for field in solr_schema.parse(solr_schema.derive(DERIVED)).iter("field")]
    assert [names.count(name) for name in solr_schema.SPATIAL_FIELDS] == [1] * 5


def test_everything_of_the_stock_schema_stays_with_its_comments() -> None:
    kept = [line for line in STOCK.splitlines() if b"<schema name=" not in line]
    assert set(kept) <= set(DERIVED.splitlines())


def test_a_schema_without_the_type_is_refused() -> None:
    with pytest.raises(solr_schema.SchemaError, match="float"):
        solr_schema.derive(STOCK.replace(b'fieldType name="float"', b'fieldType name="decimal"'))


@given(st.binary(max_size=200))
def test_anything_else_is_refused_in_one_way(content: bytes) -> None:
    with pytest.raises(solr_schema.SchemaError):
        solr_schema.derive(content)


def test_module_writes_the_file_without_a_configured_ckan(tmp_path: Path) -> None:
    assert solr_schema.main([str(tmp_path / "schema.xml")]) == 0
    assert (tmp_path / "schema.xml").read_bytes() == DERIVED


def test_module_says_when_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solr_schema.main([str(tmp_path / "absent" / "schema.xml")]) == 1
    assert "non écrit" in capsys.readouterr().err


def test_a_core_with_the_derived_schema_has_no_difference() -> None:
    assert differences(DERIVED, as_running(DERIVED)) == []


def test_a_stock_core_lacks_the_spatial_fields() -> None:
    found = differences(DERIVED, as_running(STOCK))
    assert [f"champ « {name} » absent" for name in solr_schema.SPATIAL_FIELDS] == [f for f in found if "nom «" not in f]


def test_a_field_of_another_type_and_a_missing_copy_are_named() -> None:
    changed = DERIVED.replace(b'name="minx" type="float"', b'name="minx" type="string"')
    changed = changed.replace(b'<copyField source="tags" dest="text"/>', b"")
    assert differences(DERIVED, as_running(changed)) == [
        "champ « minx » de type « string » au lieu de « float »",
        "copie de « tags » vers « text » absente",
    ]
