"""Pure work on rings of longitude and latitude, in degrees; standard library only, for the build uses it too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]


def simplify(ring: Sequence[Point], tolerance: float, decimals: int = 4) -> Ring:
    """Return a closed ring without the points that stray less than `tolerance` degrees (Douglas-Peucker), rounded.

    Empty when nothing of the ring is left.
    """
    if len(ring) < 4:
        return []
    middle = max(range(len(ring)), key=lambda number: _squared(ring[0], ring[number]))
    halves = (_thin(ring[: middle + 1], tolerance), _thin(ring[middle:], tolerance))
    points = [(round(x, decimals), round(y, decimals)) for x, y in (*halves[0][:-1], *halves[1])]
    kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    return kept if len(kept) >= 4 else []


def dissolve(rings: Iterable[Sequence[Point]]) -> list[Ring]:
    """Return the outline of areas whose neighbours share the very same points, the longest ring first."""
    edges: dict[tuple[Point, Point], None] = {}
    for ring in rings:
        turned = list(ring) if area(ring) > 0 else list(reversed(ring))
        for edge in pairwise(turned):
            if edges.pop((edge[1], edge[0]), 0) == 0:
                edges[edge] = None
    return sorted(_stitched(edges), key=lambda ring: -abs(area(ring)))


def area(ring: Sequence[Point]) -> float:
    """Return the signed area of a closed ring in square degrees, positive when counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def box_of(points: Iterable[Point]) -> Box:
    """Return west, south, east and north of some points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _stitched(edges: Iterable[tuple[Point, Point]]) -> Iterator[Ring]:
    following: dict[Point, list[Point]] = {}
    for start, end in edges:
        following.setdefault(start, []).append(end)
    while following:
        start = next(iter(following))
        ring = [start]
        while ring[-1] in following:
            ends = following[ring[-1]]
            point = ends.pop()
            if not ends:
                del following[ring[-1]]
            ring.append(point)
            if point == start:
                break
        if ring[-1] == start and len(ring) >= 4:
            yield ring


def _thin(line: Sequence[Point], tolerance: float) -> list[Point]:
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda number: _distance(line[number], line[first], line[last]))
        if _distance(line[far], line[first], line[last]) > tolerance:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [line[number] for number in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return _squared(point, (start[0] + share * dx, start[1] + share * dy)) ** 0.5


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
