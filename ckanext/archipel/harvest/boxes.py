"""Bounding boxes as catalogues write them, with their corners swapped, and what is left of them. Free of CKAN."""

import json
import math
from collections.abc import Sequence
from typing import Any

from ckanext.archipel.rdf.geometry import geojson
from ckanext.archipel.territory import Box, polygon

# A longer outline would weigh on every page and index that shows it.
MAX_GEOMETRY = 100_000
# Metropolitan and overseas France hold no place whose latitude could be its longitude: no box there is ambiguous.
FRANCE: Box = (-6.0, 41.0, 10.0, 52.0)


def light_geojson(text: str) -> str | None:
    """Return a geometry as GeoJSON, or the box around it when it is too long to be kept."""
    shape = geojson(text)
    if shape is None or len(shape) <= MAX_GEOMETRY:
        return shape
    return bbox_geojson(around(json.loads(shape)["coordinates"])) or None


def around(coordinates: list[Any]) -> Box:
    """Return the box around the coordinates of a geometry."""
    if isinstance(coordinates[0], int | float):
        return (coordinates[0], coordinates[1], coordinates[0], coordinates[1])
    west, south, east, north = zip(*map(around, coordinates), strict=True)
    return min(west), min(south), max(east), max(north)


def bbox_geojson(corners: Sequence[object]) -> str:
    """Return west, south, east, north as GeoJSON: a polygon, a point when it has no size, nothing when it is wrong."""
    box = repaired_box(corners)
    if box is None:
        return ""
    west, south, east, north = box
    if west == east and south == north:
        return json.dumps({"type": "Point", "coordinates": [west, south]})
    return json.dumps(polygon(box)) if west < east and south < north else ""


def repaired_box(corners: Sequence[object]) -> Box | None:
    """Put the corners of a box in order, and longitude before latitude where only that can be meant."""
    try:
        west, south, east, north = (float(str(corner).strip().replace(",", ".")) for corner in corners)
    except ValueError:
        return None
    box = (min(west, east), min(south, north), max(west, east), max(south, north))
    swapped = (box[1], box[0], box[3], box[2])
    if not _within(box, FRANCE) and _within(swapped, FRANCE):
        box = swapped
    return box if all(map(math.isfinite, box)) and _within(box, (-180, -90, 180, 90)) else None


def _within(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
