"""Geometries reduced to what every consumer reads: two-dimensional GeoJSON or WKT in longitude and latitude."""

import json
import math
from collections.abc import Iterable
from tokenize import TokenError
from typing import Any

from geomet import InvalidGeoJSONException, wkt

DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def geojson(value: object) -> str | None:
    """Return a geometry as GeoJSON text when it is one, whether it was GeoJSON or WKT."""
    shape = _loaded(value)
    if isinstance(shape, dict) and shape.get("type") == "Feature":
        shape = shape.get("geometry")
    if not isinstance(shape, dict) or not isinstance(shape.get("type"), str) or shape["type"] not in DEPTHS:
        return None
    points = _flat(shape.get("coordinates"), DEPTHS[shape["type"]])
    if points and "Polygon" in shape["type"]:
        points = _polygon(points) if shape["type"] == "Polygon" else _all(_polygon(part) for part in points)
    return json.dumps({"type": shape["type"], "coordinates": points}) if points else None


def has_surface(value: object) -> bool:
    """Tell whether a geometry covers an area: points and lines are lost on data.gouv.fr."""
    text = geojson(value)
    return bool(text) and json.loads(str(text))["type"] in ("Polygon", "MultiPolygon")


def _loaded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        pass
    try:
        return wkt.loads(value.split(">", 1)[-1].strip() if value.startswith("<") else value)
    except (ValueError, InvalidGeoJSONException, StopIteration, KeyError, IndexError, TypeError, TokenError):
        return None


def _polygon(rings: list[Any]) -> list[Any] | None:
    """Return a polygon whose rings are closed: data.gouv.fr refuses a whole dataset for one that is not."""
    return _all(_closed(ring) for ring in rings)


def _closed(ring: list[Any]) -> list[Any] | None:
    if len({tuple(point) for point in ring}) < 3:
        return None
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _all(parts: Iterable[list[Any] | None]) -> list[Any] | None:
    found = list(parts)
    return None if None in found else found


def _flat(coordinates: object, depth: int) -> list[Any] | None:
    if not isinstance(coordinates, list | tuple) or not coordinates:
        return None
    if depth:
        return _all(_flat(part, depth - 1) for part in coordinates)
    point = coordinates[:2]
    valid = len(point) == 2 and all(
        isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in point
    )
    return [*point] if valid and abs(point[0]) <= 180 and abs(point[1]) <= 90 else None
