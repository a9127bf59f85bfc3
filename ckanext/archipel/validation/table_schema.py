"""Reads a Table Schema as published, and lays it on the columns that a file really has."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frictionless import FrictionlessException, Schema
from frictionless.fields import AnyField

from ckanext.archipel.validation.checks import Check, read_checks
from ckanext.archipel.validation.errors import UnreadableSchemaError
from ckanext.archipel.validation.report import Problem

HEADER_ROW = 1


@dataclass(frozen=True)
class TableSchema:
    """A schema, its French checks, and what of it could not be read."""

    descriptor: Mapping[str, Any]
    schema: Schema
    checks: Sequence[Check]
    notes: Sequence[str] = ()


@dataclass
class Fit:
    """A schema laid on a file's columns: its fields in the file's order, and what did not fit."""

    schema: Schema
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parse(content: bytes) -> TableSchema:
    """Read a schema as it was fetched; raise UnreadableSchemaError for anything else."""
    try:
        descriptor = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSchemaError("Le schéma n'est pas du JSON : vérifiez son adresse.") from error
    fields = descriptor.get("fields") if isinstance(descriptor, dict) else None
    if not isinstance(fields, list) or not fields:
        raise UnreadableSchemaError(
            "Ce document n'est pas un schéma de table (Table Schema) : il ne décrit aucune colonne (« fields »)."
        )
    known = {key: descriptor[key] for key in ("fields", "missingValues", "primaryKey") if key in descriptor}
    try:
        schema = Schema.from_descriptor(known)
    except (FrictionlessException, TypeError, AttributeError, ValueError) as error:
        raise UnreadableSchemaError(f"Le schéma de table est mal écrit : {error}") from error
    checks, notes = read_checks(descriptor.get("custom_checks"))
    if descriptor.get("foreignKeys"):
        notes.append("Les liens vers d'autres tables que demande le schéma n'ont pas été vérifiés.")
    return TableSchema(descriptor, schema, checks, notes)


def fit(table: TableSchema, labels: Sequence[str]) -> Fit:
    """Lay a schema on the columns of a file, in whatever order they are."""
    expected = {column.name: column for column in table.schema.fields}
    found: list[str] = []
    result = Fit(Schema(fields=[], missing_values=table.schema.missing_values))
    for position, label in enumerate(labels, start=1):
        name = label
        if label in found or not label:
            result.problems.append(_badly_named(label, position))
            name = f"{label} (colonne {position})"
        elif label not in expected:
            result.notes.append(_unknown(label, expected, labels))
        found.append(name)
        column = expected.get(name)
        result.schema.add_field(column.to_copy() if column else AnyField(name=name))
    missing = [name for name in expected if name not in found]
    result.problems += [_missing(name, labels) for name in missing if expected[name].required]
    optional = [f"« {name} »" for name in missing if not expected[name].required]
    if optional:
        result.notes.append(f"Colonnes facultatives absentes du fichier : {', '.join(optional)}.")
    order = [name for name in found if name in expected]
    if order != [name for name in expected if name in order]:
        result.notes.append("Les colonnes ne sont pas dans l'ordre du schéma ; cela ne gêne pas la vérification.")
    if not set(table.schema.primary_key) & set(missing):
        result.schema.primary_key = table.schema.primary_key
    return result


def _badly_named(label: str, position: int) -> Problem:
    cause = f"Deux colonnes s'appellent « {label} »." if label else f"La colonne {position} n'a pas de nom."
    remedy = "Renommez ou retirez l'une des deux." if label else "Nommez-la, ou retirez-la du fichier."
    return Problem(HEADER_ROW, label or f"colonne {position}", label, "column-name", cause, remedy)


def _unknown(label: str, expected: Mapping[str, Any], labels: Sequence[str]) -> str:
    near = [name for name in expected if _plain(name) == _plain(label) and name not in labels]
    hint = f" Le schéma écrit « {near[0]} » : renommez-la." if near else ""
    return f"La colonne « {label} » n'est pas dans le schéma : elle n'a pas été vérifiée.{hint}"


def _missing(name: str, labels: Sequence[str]) -> Problem:
    near = [label for label in labels if _plain(label) == _plain(name)]
    remedy = f"Renommez « {near[0]} » en « {name} »." if near else f"Ajoutez une colonne nommée exactement « {name} »."
    cause = "Cette colonne obligatoire manque dans le fichier."
    return Problem(HEADER_ROW, name, "", "missing-column", cause, remedy)


def _plain(name: str) -> str:
    """Return a name without what people type differently: case, accents, spaces, dashes and underscores."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
