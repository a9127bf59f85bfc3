"""Assembles the sample projects of the innovation lab from `projects.yaml`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from demo.samples.generator import slug, stable_id
from demo.samples.sources import load

Dict = dict[str, Any]


def projects(reference: date) -> list[Dict]:
    """Every sample project, as `package_create` takes it."""
    return [_project(entry, reference) for entry in load("projects.yaml")]


def _project(entry: Dict, reference: date) -> Dict:
    dates = {
        field: (reference - timedelta(days=entry[days])).isoformat()
        for field, days in (("start_date", "started_days_ago"), ("end_date", "ended_days_ago"))
        if days in entry
    }
    kept = {field: value for field, value in entry.items() if not field.endswith("_days_ago")}
    name = slug(entry["title"])
    lead = {"name": "Équipe projet du laboratoire", "email": f"{entry['owner_org']}@laboratoire.example.org"}
    return kept | dates | {"id": stable_id("projet", name), "name": name, "type": "projet", "project_lead": [lead]}
