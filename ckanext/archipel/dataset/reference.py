"""What each field of the schemas is for: the one source of docs/champs.md and of the page /archipel/schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from ckanext.archipel.paths import data_root

# Part of the documentation, file of the schema and list of that schema that holds its fields.
PARTS = (
    ("dataset", "dataset.yaml", "dataset_fields"),
    ("resource", "dataset.yaml", "resource_fields"),
    ("organization", "organization.yaml", "fields"),
    ("group", "group.yaml", "fields"),
)
VERDICTS = {"kept": "gardé", "changed": "transformé", "ignored": "ignoré"}
HEAD = "| champ | libellé | ce qu’il faut y mettre | exemple | propriété DCAT | data.gouv.fr |"


@dataclass(frozen=True)
class FieldNote:
    """One field as a publisher needs to know it; a sub-field's name follows its parent's and a dot."""

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    put: str
    example: str
    dcat: str
    datagouv: str
    note: str


@cache
def notes(part: str) -> tuple[FieldNote, ...]:
    """List the fields of a part of the schemas, in the form's order; a field without a note is a `KeyError`."""
    file, key = next((file, key) for name, file, key in PARTS if name == part)
    documented = _load("documentation.yaml")[part]
    return tuple(_note(name, field, documented[name]) for name, field in flat(_load(file)[key]))


def flat(fields: list[dict[str, Any]], parent: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield fields and their sub-fields under their full names."""
    for field in fields:
        name = parent + field["field_name"]
        yield name, field
        yield from flat(field.get("repeating_subfields", []), f"{name}.")


def markdown(part: str) -> str:
    """Return the table of the documentation for a part of the schemas."""
    return "\n".join([HEAD, "|---|---|---|---|---|---|", *(_row(note) for note in notes(part))]) + "\n"


def _row(note: FieldNote) -> str:
    example = note.example if note.example == "voir ci-dessous" else f"`{note.example}`"
    verdict = VERDICTS[note.datagouv] + (f". {note.note}" if note.note else "")
    cells = (f"`{note.name}`", note.label["fr"], note.put, example, note.dcat, verdict)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _note(name: str, field: Mapping[str, Any], documented: Mapping[str, str]) -> FieldNote:
    texts = {key: documented.get(key, "") for key in ("put", "example", "dcat", "datagouv", "note")}
    return FieldNote(name, field["label"], field.get("help_text") or {}, **texts)


@cache
def _load(file: str) -> dict[str, Any]:
    return dict(yaml.safe_load((data_root() / "schemas" / file).read_text(encoding="utf-8")))
