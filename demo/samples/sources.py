"""Reads the YAML that sample data are assembled from: territories, organisations, families, projects, phrases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Commune:
    """A commune that sample rows and points are placed in."""

    code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Place:
    """A territory with the French contractions its titles need and who publishes there."""

    id: str
    key: str
    name: str
    de: str
    dans: str
    publishers: dict[str, str]
    communes: tuple[Commune, ...]

    @property
    def words(self) -> dict[str, str]:
        """The placeholders that titles and descriptions may use."""
        return {"nom": self.name, "de": self.de, "dans": self.dans}

    def of_kind(self, kind: str) -> bool:
        """Whether `kind` (region, departement, epci) is this territory's."""
        return self.id.split(":")[1] == kind


@cache
def load(name: str) -> Any:
    """The parsed content of one YAML file of this folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _commune(line: str) -> Commune:
    code, name, latitude, longitude = (part.strip() for part in line.split(";"))
    return Commune(code, name, float(latitude), float(longitude))


@cache
def places() -> tuple[Place, ...]:
    """Every territory of the samples, in the file's order."""
    roles = ("state", "authority", "metropole")
    return tuple(
        Place(
            **{field: entry[field] for field in ("id", "key", "name", "de", "dans")},
            publishers={role: entry[role] for role in roles if role in entry},
            communes=tuple(_commune(line) for line in entry["communes"]),
        )
        for entry in load("territories.yaml")
    )


def organisations() -> tuple[dict[str, Any], ...]:
    """Every publisher: name, title, description."""
    return tuple(load("organisations.yaml"))


def families() -> tuple[dict[str, Any], ...]:
    """Every family of datasets, from `families/*.yaml`."""
    files = sorted((FOLDER / "families").glob("*.yaml"))
    return tuple(family for file in files for family in load(f"families/{file.name}"))
