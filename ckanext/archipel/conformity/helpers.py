"""What templates show of the check of a dataset."""

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.conformity import store
from ckanext.archipel.dataset.helpers import language

__all__ = ["archipel_conformity"]


def archipel_conformity(dataset: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the last check of a dataset found (`broken`, `advice`, `left_out`), in the reader's language."""
    found = store.report(str(dataset["id"]))
    if found is None:
        return None
    told = [in_words(finding) for finding in found["findings"]]
    return {
        **found,
        "broken": [entry for entry in told if entry["severity"] == "violation"],
        "advice": [entry for entry in told if entry["severity"] == "warning"],
        "left_out": [{"name": local_name(predicate), "value": value} for predicate, value in found["left_out"]],
    }


def in_words(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding with its words in the reader's language and the label of the field that mends it."""
    words = finding["en"] if language().startswith("en") else finding["fr"]
    return {**finding, "words": words, "label": _label(finding["field"], of_file=bool(finding["file_id"]))}


def local_name(predicate: str) -> str:
    """Return the end of a property's address, by which people know it."""
    return predicate.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _label(name: str, *, of_file: bool) -> str:
    schema = tk.h.scheming_get_dataset_schema("dataset") or {}
    fields = schema.get("resource_fields" if of_file else "dataset_fields", [])
    labels = (field.get("label", name) for field in fields if field["field_name"] == name)
    return str(tk.h.scheming_language_text(next(labels, "")))
