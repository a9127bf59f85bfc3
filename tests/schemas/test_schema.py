"""The dataset schema: its fields are those of the architecture, in two languages, and documented."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assets_build.fields import written
from ckanext.archipel.dataset.reference import PARTS, VERDICTS, notes
from ckanext.archipel.vocabulary import names

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = yaml.safe_load((ROOT / "schemas" / "dataset.yaml").read_text(encoding="utf-8"))
PRESETS = yaml.safe_load((ROOT / "schemas" / "presets.yaml").read_text(encoding="utf-8"))["presets"]
Field = dict[str, Any]


def flat(fields: list[Field]) -> list[tuple[str, Field]]:
    """List the fields and their sub-fields by the name the documentation gives them."""
    rows: list[tuple[str, Field]] = []
    for field in fields:
        rows.append((field["field_name"], field))
        rows += [(f"{field['field_name']}.{sub['field_name']}", sub) for sub in field.get("repeating_subfields", [])]
    return rows


DATASET, RESOURCE = flat(SCHEMA["dataset_fields"]), flat(SCHEMA["resource_fields"])
EVERY = [pytest.param(name, field, id=name) for name, field in DATASET + RESOURCE]


@pytest.mark.parametrize("part", [part for part, _, _ in PARTS])
def test_every_field_has_its_label_help_example_dcat_property_and_fate_on_data_gouv_fr(part: str) -> None:
    for note in notes(part):
        assert note.label["fr"], note.name
        assert note.label["en"], note.name
        assert all((note.put, note.example, note.dcat)), note.name
        assert note.datagouv in VERDICTS, note.name


@pytest.mark.parametrize("part", [part for part, _, _ in PARTS])
def test_nothing_is_documented_that_the_schemas_do_not_hold(part: str) -> None:
    documented = yaml.safe_load((ROOT / "schemas" / "documentation.yaml").read_text(encoding="utf-8"))
    assert list(documented[part]) == [note.name for note in notes(part)]


def test_the_documentation_is_up_to_date() -> None:
    page = (ROOT / "docs" / "champs.md").read_text(encoding="utf-8")
    assert written(page) == page, "lancez python3 -m assets_build.fields"


@pytest.mark.parametrize(("name", "field"), EVERY)
def test_every_label_and_help_is_in_french_and_english(name: str, field: Field) -> None:
    for key in ("label", "help_text", "repeating_label", "form_placeholder"):
        text = field.get(key)
        if isinstance(text, dict):
            assert set(text) == {"fr", "en"}, key
            assert all(text.values()), key
    assert isinstance(field["label"], dict)


@pytest.mark.parametrize(("name", "field"), EVERY)
def test_code_lists_and_presets_exist(name: str, field: Field) -> None:
    ours = {preset["preset_name"] for preset in PRESETS}
    if str(field.get("preset", "")).startswith("archipel_"):
        assert field["preset"] in ours
    if "vocabulary" in field:
        assert field["vocabulary"] in names()
    if field.get("preset") in {"archipel_choice", "archipel_choices"}:
        assert "vocabulary" in field


def test_the_fields_are_those_of_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## The dataset's fields")[1]
    dataset, resource = text.split("| resource field |")
    assert {name for name, _ in DATASET if "." not in name} == _names(dataset.split("| field |")[1]) - {"tags"}
    assert {name for name, _ in RESOURCE if "." not in name} == _names(resource.split("\n\n")[0])


def test_groups_of_fields_are_described_and_watch_a_field_of_the_schema() -> None:
    groups = {group["name"]: group for group in SCHEMA["archipel_groups"]}
    used = {field["archipel_group"] for _, field in DATASET + RESOURCE if "archipel_group" in field}
    assert set(groups) == used
    watched = {group["shown_when"]["field"] for group in groups.values() if "shown_when" in group}
    assert watched <= {name for name, _ in DATASET + RESOURCE}


def test_the_form_has_three_pages_and_asks_for_nothing_that_a_later_page_holds() -> None:
    pages = [name for name, field in DATASET if "start_form_page" in field]
    assert pages == ["title", "territory", "provenance"]
    names_in_order = [name for name, _ in DATASET]
    second = names_in_order.index(pages[1])
    assert [name for name, field in DATASET[second:] if field.get("required")] == []
    assert "name" in names_in_order[:second]


def _names(table: str) -> set[str]:
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}


def test_snippets_named_by_the_schema_and_the_presets_exist() -> None:
    folders = list((ROOT / "ckanext/archipel").glob("*/templates/scheming"))
    named = [
        (kind, values[f"{kind}_snippet"])
        for values in [*(preset["values"] for preset in PRESETS), *(field for _, field in DATASET + RESOURCE)]
        for kind in ("form", "display")
        if str(values.get(f"{kind}_snippet", "")).startswith("archipel_")
    ]
    assert named
    for kind, snippet in named:
        assert any((folder / f"{kind}_snippets" / snippet).is_file() for folder in folders), snippet
