"""Where territories are: outlines shipped with the package, those an administrator loaded, or a box."""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from ckanext.archipel.rings import simplify
from ckanext.archipel.territory import model
from ckanext.archipel.territory.lookup import get, polygon, zone_of_uri

log = logging.getLogger(__name__)
Geometry = dict[str, Any]

# Degrees: about 50 metres, a quarter of a pixel on a map of a département.
TOLERANCE = 0.0005
LARGEST_FILE = 500_000_000
CODE_NAMES = (
    "id",
    "zone",
    "uri",
    "code",
    "insee",
    "code_insee",
    "insee_com",
    "codgeo",
    "siren",
    "code_siren",
    "siren_epci",
)
LEVELS = {2: ("departement",), 5: ("commune",), 9: ("epci",)}
_stores: list[Path] = []


class GeometryFileError(Exception):
    """A file of geometries cannot be loaded; the message says why, in French."""


def use(path: Path | None) -> None:
    """Read the geometries that were loaded from this file, which need not exist yet."""
    _stores[:] = [path] if path else []


def geometry(zone: str) -> Geometry | None:
    """Return the best GeoJSON geometry of a territory: loaded, shipped, else its box if it has one."""
    known = _loaded(zone) or outlines().get(zone)
    if known:
        return known
    place = get(zone)
    return polygon(place.bbox) if place and place.bbox else None


@lru_cache(maxsize=1)
def outlines() -> dict[str, Geometry]:
    """Return the shipped outlines of the region and its départements, none in a package built without downloads."""
    path = model.BUILT / "outlines.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def read(path: Path) -> list[Any]:
    """Return the features of a GeoJSON file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise GeometryFileError(f"{path} dépasse {LARGEST_FILE // 1_000_000} Mo : simplifiez-le d'abord.")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GeometryFileError(f"{path} ne peut pas être lu : {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise GeometryFileError(f"{path} n'est pas du JSON : {error}.") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise GeometryFileError(f"{path} n'est pas une collection GeoJSON : « features » manque ou est vide.")
    return features


def zone_of_feature(feature: object) -> str | None:
    """Return the zone of a feature, from a property that holds an id, an INSEE address, a code or a SIREN."""
    if not isinstance(feature, dict):
        return None
    properties = feature.get("properties")
    values = {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    for value in [values.get(name) for name in CODE_NAMES] + [feature.get("id")]:
        text = str(value).strip() if isinstance(value, (str, int)) else ""
        guesses = [text, zone_of_uri(text) or "", *(f"fr:{level}:{text}" for level in LEVELS.get(len(text), ()))]
        if known := next((guess for guess in guesses if guess and get(guess)), None):
            return known
    return None


def cleaned(shape: object) -> Geometry | str:
    """Return a geometry simplified to what the portal needs, or why it cannot be used, in French."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if not isinstance(shape, dict) or kind not in {"Polygon", "MultiPolygon"}:
        return "ce n'est ni un Polygon ni un MultiPolygon"
    try:
        polygons = shape["coordinates"] if kind == "MultiPolygon" else [shape["coordinates"]]
        rings = [[[(float(point[0]), float(point[1])) for point in ring] for ring in rings] for rings in polygons]
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return "ses coordonnées ne sont pas des nombres rangés comme le veut GeoJSON"
    if not all(abs(x) <= 180 and abs(y) <= 90 for part in rings for ring in part for x, y in ring):
        return "ses coordonnées ne sont pas des degrés : exportez le fichier en WGS 84 (EPSG:4326)"
    thin = [[simple for ring in part if (simple := simplify(ring, TOLERANCE))] for part in rings if part]
    kept = [part for part in thin if part]
    return {"type": "MultiPolygon", "coordinates": kept} if kept else "elle n'a pas de surface"


def store(features: list[Any], path: Path, step: Callable[[], None]) -> tuple[int, list[str]]:
    """Add the features' geometries to the portal's file; return how many, and the problems of the others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    connection = sqlite3.connect(path, timeout=30)
    try:
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS geometry (zone TEXT PRIMARY KEY, geojson TEXT NOT NULL)")
            rows = list(_rows(features, problems, step))
            connection.executemany("INSERT OR REPLACE INTO geometry VALUES (?, ?)", rows)
    finally:
        connection.close()
    return len(rows), problems


def _rows(features: list[Any], problems: list[str], step: Callable[[], None]) -> Iterator[tuple[str, str]]:
    for number, feature in enumerate(features, 1):
        step()
        zone = zone_of_feature(feature)
        if zone is None:
            problems.append(f"objet {number} : aucun territoire connu dans ses propriétés")
            continue
        shape = cleaned(feature.get("geometry"))
        if isinstance(shape, str):
            problems.append(f"objet {number} ({zone}) : {shape}")
        else:
            yield zone, json.dumps(shape, separators=(",", ":"))


def _loaded(zone: str) -> Geometry | None:
    if not _stores or not _stores[0].is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{_stores[0].resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            row = connection.execute("SELECT geojson FROM geometry WHERE zone = ?", (zone,)).fetchone()
    except sqlite3.Error as error:
        log.error("Contours chargés illisibles, %s : %s", _stores[0], error)  # noqa: TRY400 - the cause says it all
        return None
    return dict(json.loads(row[0])) if row else None
