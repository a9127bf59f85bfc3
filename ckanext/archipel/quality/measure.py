"""Measures a dataset with both metrics, and writes the answer of the API. Free of CKAN."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ckanext.archipel.datagouv.score import fresh_until
from ckanext.archipel.quality.criterion import File, Metric, Result
from ckanext.archipel.quality.european import european
from ckanext.archipel.quality.facts import facts
from ckanext.archipel.quality.french import french
from ckanext.archipel.quality.remedies import Missing, missing, remedies


@dataclass(frozen=True)
class Quality:
    """What a dataset is worth for each metric, what is missing, and until when this holds."""

    datagouv: Metric
    mqa: Metric
    missing: tuple[Missing, ...]
    fresh_until: date | None


def measure(
    dataset: Mapping[str, Any],
    today: date,
    hosts: Collection[str] = (),
    answers: Mapping[str, bool] | None = None,
    conforms: bool | None = None,
) -> Quality:
    """Measure a dataset, saved or not; `answers` tells which of its addresses answered, `conforms` what SHACL said."""
    known = facts(dataset, today, hosts, answers, conforms)
    both = french(known), european(known)
    return Quality(*both, tuple(missing(both)), fresh_until(known.exported, today))


def as_json(quality: Quality, language: str) -> dict[str, Any]:
    """Write a measure as the action `archipel_quality_show` gives it."""
    return {
        "datagouv": _metric(quality.datagouv, language),
        "mqa": _metric(quality.mqa, language),
        "missing": [_missing(item, language) for item in quality.missing],
    }


def _metric(metric: Metric, language: str) -> dict[str, Any]:
    return {
        "points": metric.points,
        "max": metric.max,
        "unchecked": metric.unchecked,
        "criteria": [_criterion(result, language) for result in metric.results],
    }


def _criterion(result: Result, language: str) -> dict[str, Any]:
    remedy = remedies().get(result.remedy)
    return {
        "slug": result.slug,
        "points": result.points,
        "max": result.max,
        "status": result.status,
        "field": remedy.field if remedy else None,
        "level": remedy.level if remedy else "dataset",
        "advice": remedy.words(language).advice if remedy else "",
        "files": _files(result.files) if result.points < result.max else [],
    }


def _missing(item: Missing, language: str) -> dict[str, Any]:
    words = item.remedy.words(language)
    return {
        "slug": item.remedy.slug,
        "field": item.remedy.field,
        "level": item.remedy.level,
        "gain": item.gain,
        "label": words.label,
        "advice": words.advice,
        "why": words.why,
        "files": _files(item.files),
    }


def _files(files: tuple[File, ...]) -> list[dict[str, str]]:
    return [file._asdict() for file in files]
