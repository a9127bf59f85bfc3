"""What the search index holds of the quality of a dataset, on the stock Solr schema: texts that sort as numbers do."""

import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.quality.action import quality_of

log = logging.getLogger(__name__)

BATCH = 100


def index_quality(document: dict[str, Any], today: date) -> dict[str, Any]:
    """Add to a search document `archipel_datagouv` (0–9), `archipel_mqa` (000–405) and the end of its freshness."""
    if document.get("dataset_type") != "dataset":
        return document
    try:
        quality = quality_of(json.loads(document["validated_data_dict"]))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        log.warning("Qualité non indexée pour le jeu de données %s : %s", document.get("id"), error)
        return document
    document["archipel_datagouv"] = str(quality.datagouv.points)
    document["archipel_mqa"] = f"{quality.mqa.points:03d}"
    if quality.fresh_until is not None and quality.fresh_until >= today:
        document["archipel_fresh_until"] = quality.fresh_until.isoformat()
    return document


def stale(today: date) -> list[str]:
    """List the ids of the datasets that were up to date when they were indexed, and are no longer."""
    return [found["id"] for found in _found(f"+archipel_fresh_until:[* TO {today.isoformat()}}}", fields="id")]


def datasets(organization: str | None) -> Iterator[dict[str, Any]]:
    """List every dataset, of an organization or of all, drafts and private ones too, the poorest first."""
    escaped = (organization or "").replace("\\", "\\\\").replace('"', '\\"')
    yield from _found(f'+organization:"{escaped}"' if organization else "")


def count(organization: str | None) -> int:
    """Count what `datasets` lists."""
    escaped = (organization or "").replace("\\", "\\\\").replace('"', '\\"')
    return int(_search(f'+organization:"{escaped}"' if organization else "", 0, 0, "")["count"])


def _found(extra: str, fields: str = "") -> Iterator[dict[str, Any]]:
    start = 0
    while results := _search(extra, start, BATCH, fields)["results"]:
        yield from results
        start += BATCH


def _search(extra: str, start: int, rows: int, fields: str) -> dict[str, Any]:
    query = {
        "fq_list": [part for part in ("+dataset_type:dataset", extra) if part],
        "include_private": True,
        "include_drafts": True,
        "start": start,
        "rows": rows,
        "sort": "archipel_mqa asc, id asc",
    }
    if fields:
        query["fl"] = fields
    found: dict[str, Any] = tk.get_action("package_search")({"ignore_auth": True}, query)
    return found
