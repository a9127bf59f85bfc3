"""What a territory is, and reading those the package holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

Kind = Literal["country", "region", "departement", "epci", "commune"]
Box = tuple[float, float, float, float]

FOLDER = Path(__file__).parent
BUILT = FOLDER / "built"
INSEE = "http://id.insee.fr/geo/"
KINDS: tuple[Kind, ...] = ("country", "region", "departement", "epci", "commune")
REGION = "fr:region:84"


@dataclass(frozen=True)
class Territory:
    """A territory of the region, one that contains it, or a neighbour that shares an intercommunality with it."""

    id: str
    name: str
    kind: Kind
    uri: str
    bbox: Box | None = None
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    population: int = 0
    postcodes: tuple[str, ...] = ()
    neighbour: bool = False

    @property
    def code(self) -> str:
        """Return the official code, which ends the zone id: `69`, `84`, `200046977`, `69123`."""
        return self.id.rsplit(":", 1)[-1]


@lru_cache(maxsize=1)
def territories() -> tuple[Territory, ...]:
    """List the territories, the largest kinds first and the neighbours last of theirs."""
    written = _written()
    path = BUILT / "territories.json"
    if not path.is_file():
        return tuple(written.values())
    places = {**written, **{place.id: place for place in _built(json.loads(path.read_text("utf-8")), written)}}
    return tuple(sorted(places.values(), key=lambda place: (KINDS.index(place.kind), place.neighbour)))


def _written() -> dict[str, Territory]:
    rows = yaml.safe_load((FOLDER / "territories.yaml").read_text(encoding="utf-8"))["territories"]
    return {row["id"]: _territory(**row) for row in rows}


def _built(rows: dict[str, list[list[Any]]], written: dict[str, Territory]) -> Iterator[Territory]:
    """Yield the official territories; ours keep their shorter names, the official one becomes an alias."""
    for code, name, population in rows["regions"]:
        row = {"kind": "region", "name": name, "population": population, "parents": ["country:fr"]}
        yield _named(_territory(id=f"fr:region:{code}", neighbour=f"fr:region:{code}" != REGION, **row), written)
    for code, name, population, region in rows["departements"]:
        row = {"kind": "departement", "name": name, "population": population, "parents": [f"fr:region:{region}"]}
        away = f"fr:region:{region}" != REGION
        yield _named(_territory(id=f"fr:departement:{code}", neighbour=away, **row), written)
    for code, name, population, departements in rows["epci"]:
        parents = [f"fr:departement:{departement}" for departement in departements]
        place = _territory(id=f"fr:epci:{code}", kind="epci", name=name, population=population, parents=parents)
        yield _named(place, written)
    for code, name, population, departement, epci, postcodes, former in rows["communes"]:
        parents = [f"fr:epci:{epci}"] * bool(epci) + [f"fr:departement:{departement}"]
        more = {"population": population, "postcodes": postcodes, "aliases": former}
        yield _territory(id=f"fr:commune:{code}", kind="commune", name=name, parents=parents, **more)


def _named(place: Territory, written: dict[str, Territory]) -> Territory:
    ours = written.get(place.id)
    if ours is None:
        return place
    aliases = tuple(dict.fromkeys([*ours.aliases, *([place.name] if place.name != ours.name else [])]))
    return replace(place, name=ours.name, aliases=aliases, bbox=ours.bbox)


def _territory(**row: Any) -> Territory:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    kind, code = fields["kind"], str(fields["id"]).rsplit(":", 1)[-1]
    fields.setdefault("uri", f"{INSEE}{'intercommunalite' if kind == 'epci' else kind}/{code}")
    return Territory(**fields)
