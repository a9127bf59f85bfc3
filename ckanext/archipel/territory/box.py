"""A rectangle as four numbers, west, south, east and north in degrees, and as the GeoJSON polygon that is stored."""

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ckanext.archipel.territory.geometry import outlines
from ckanext.archipel.territory.lookup import polygon
from ckanext.archipel.territory.model import Box

SIDES = ("west", "south", "east", "north")
# The map's frame in degrees, a little larger than the region, and its units for a degree.
FRAME: Box = (1.8, 43.9, 7.4, 47.0)
SCALE_Y = 100.0
SCALE_X = SCALE_Y * math.cos(math.radians(45.5))


def read(texts: Sequence[object]) -> Box | None:
    """Return the box that four texts write, a decimal comma allowed; none when they do not write one."""
    try:
        west, south, east, north = (float(str(text).strip().replace(",", ".")) for text in texts)
    except ValueError:
        return None
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if inside else None


def write(box: Box) -> str:
    """Return the GeoJSON text of a box."""
    return json.dumps(polygon(box))


def fields_of(value: object) -> tuple[str, ...] | None:
    """Return the four texts a form shows of a stored box or of what was typed; none for another geometry."""
    if isinstance(value, (list, tuple)) and len(value) == len(SIDES):
        return tuple(str(text) for text in value)
    if not value:
        return ("",) * len(SIDES)
    try:
        shape: Any = json.loads(value) if isinstance(value, str) else value
        ring = [(float(x), float(y)) for x, y in shape["coordinates"][0]]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    xs, ys = sorted({x for x, _ in ring}), sorted({y for _, y in ring})
    corners = len(ring) == 5 and ring[0] == ring[-1] and len(set(ring)) == 4
    if shape.get("type") != "Polygon" or not corners or len(xs) != 2 or len(ys) != 2:
        return None
    return tuple(
        f"{number:g}" if number == round(number, 4) else repr(number) for number in (xs[0], ys[0], xs[1], ys[1])
    )


@lru_cache(maxsize=1)
def region_map() -> dict[str, Any] | None:
    """Return the départements as SVG paths with the scale that reads them; none without the outlines."""
    west, south, east, north = FRAME
    paths = []
    for zone, shape in outlines().items():
        points = [((x - west) * SCALE_X, (north - y) * SCALE_Y) for x, y in shape["coordinates"][0]]
        if zone.startswith("fr:departement:"):
            paths.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    if not paths:
        return None
    size = ((east - west) * SCALE_X, (north - south) * SCALE_Y)
    return {"paths": paths, "width": round(size[0], 1), "height": round(size[1], 1), "west": west, "north": north,
            "scale_x": round(SCALE_X, 4), "scale_y": SCALE_Y}  # fmt: skip
