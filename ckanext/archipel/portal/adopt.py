"""Adopts the datasets of a portal that existed before us, one at a time, so that an interrupted run resumes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.portal import datasets
from ckanext.archipel.portal.adoption import Adoption, adopt


@dataclass
class Report:
    """What was found about one dataset: what changes, and what stops it."""

    name: str
    changes: list[str] = field(default_factory=list)
    problem: str = ""


def adopt_dataset(dataset_id: str, apply: bool) -> Report:
    """Adopt one dataset, or only tell what adopting it would change."""
    before = datasets.stored(dataset_id)
    report = Report(before["name"])
    adoption = adopt(before, datasets.schema_fields(before["type"]))
    if not adoption.changes:
        return report
    refused = _set_aside_what_is_refused(adoption)
    report.changes = adoption.changes
    if refused:
        report.problem = f"refusé par le schéma : {_in_words(refused)}"
    elif apply:
        try:
            datasets.save(before, adoption)
        except tk.ValidationError as error:
            report.problem = f"refusé par le schéma : {_in_words(error.error_dict)}"
    return report


def _set_aside_what_is_refused(adoption: Adoption) -> Mapping[str, Any]:
    """Return the errors that remain once refused values that came from extras were set aside."""
    kept = {"id", "name", "title", "type", "owner_org", "license_id", "tags", "extras", "resources"}
    refused = datasets.errors(adoption)
    if not refused:
        return refused
    for name in refused:
        if name in adoption.dataset and name not in kept:
            adoption.set_aside(name)
    for position, found in enumerate(refused.get("resources", [])):
        for name in found if isinstance(found, dict) else []:
            if name in adoption.dataset["resources"][position] and name not in {"url", "id"}:
                adoption.set_aside_in_resource(position, name)
    return datasets.errors(adoption)


def _in_words(refused: Mapping[str, Any]) -> str:
    return " ; ".join(f"{name} ({messages})" for name, messages in refused.items())
