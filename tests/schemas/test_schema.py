"""The dataset schema: its fields are those of the architecture, in two languages, and documented."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def documented(title: str) -> dict[str, list[str]]:
    """Read a table of the documentation: the cells of each row, by field name."""
    text = (ROOT / "docs" / "champs.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {title}")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    return {row[0].strip("`"): row for row in rows}


@pytest.mark.parametrize(("title", "fields"), [("Le jeu de données", DATASET), ("Ses ressources", RESOURCE)])
def test_every_field_is_documented_with_its_label_help_example_and_dcat_property(
    title: str, fields: list[tuple[str, Field]]
) -> None:
    rows = documented(title)
    assert list(rows) == [name for name, _ in fields]
    for name, field in fields:
        _, label, explanation, example, prop = rows[name]
        assert label.replace("'", "’") == field["label"]["fr"]
        assert explanation
        assert example
        assert prop


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
    assert {name for name, _ in RESOURCE} == _names(resource.split("\n\n")[0])


def _names(table: str) -> set[str]:
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}


def test_snippets_named_by_the_schema_and_the_presets_exist() -> None:
    folder = ROOT / "ckanext/archipel/dataset/templates/scheming"
    named = [
        (kind, values[f"{kind}_snippet"])
        for values in [*(preset["values"] for preset in PRESETS), *(field for _, field in DATASET + RESOURCE)]
        for kind in ("form", "display")
        if str(values.get(f"{kind}_snippet", "")).startswith("archipel_")
    ]
    assert named
    for kind, snippet in named:
        assert (folder / f"{kind}_snippets" / snippet).is_file(), snippet
