"""Geometries reduced to what every consumer reads: two-dimensional GeoJSON or WKT in longitude and latitude."""

import json
import math
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
    except ValueError:
        pass
    try:
        return wkt.loads(value.split(">", 1)[-1].strip() if value.startswith("<") else value)
    except (ValueError, InvalidGeoJSONException, StopIteration, KeyError, IndexError, TypeError):
        return None


def _flat(coordinates: object, depth: int) -> list[Any] | None:
    if not isinstance(coordinates, list | tuple) or not coordinates:
        return None
    if depth:
        inner = [_flat(part, depth - 1) for part in coordinates]
        return None if None in inner else inner
    point = coordinates[:2]
    valid = len(point) == 2 and all(
        isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in point
    )
    return [*point] if valid and abs(point[0]) <= 180 and abs(point[1]) <= 90 else None
