"""What a dataset covers, in space and time."""

from collections.abc import Iterator
from typing import Any

from ckanext.archipel import territory
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.fields import Dataset, drop, field, put
from ckanext.archipel.rdf.geometry import geojson, has_surface
from ckanext.archipel.rdf.values import as_list, iso_date, web_url

SHAPES = ("geom", "bbox", "centroid")
LEGACY_SHAPES = {"spatial": "geom", "spatial_bbox": "bbox", "spatial_centroid": "centroid"}
LEGACY_NAMES = {"spatial_uri": "uri", "spatial_text": "text"}


def prepare_coverage(dataset: Dataset) -> None:
    """Gather what older schemas scatter, and keep the dates and geometries that can be read."""
    put(dataset, "temporal_coverage", _period(dataset))
    put(dataset, "spatial_coverage", _places(dataset))
    drop(dataset, ("temporal_start", "temporal_end", *LEGACY_SHAPES, *LEGACY_NAMES))


def zones(dataset: Dataset) -> Iterator[str]:
    """List the ids of the territories a dataset covers."""
    yield from dict.fromkeys(str(zone) for zone in as_list(dataset.get("territory")))


def territories(dataset: Dataset) -> list[territory.Territory]:
    """List the territories a dataset covers, those we know."""
    return [known for zone in zones(dataset) if (known := territory.get(zone)) is not None]


def covers_surface(dataset: Dataset) -> bool:
    """Tell whether a dataset brings a geometry of its own that covers an area."""
    return any(has_surface(place.get(key)) for place in as_dicts(dataset.get("spatial_coverage")) for key in SHAPES)


def _period(dataset: Dataset) -> list[dict[str, str]]:
    legacy = {"start": field(dataset, "temporal_start"), "end": field(dataset, "temporal_end")}
    periods = as_dicts(field(dataset, "temporal_coverage")) or as_dicts(legacy)
    starts = [date for period in periods if (date := _day(period.get("start")))]
    ends = [date for period in periods if (date := _day(period.get("end"), end=True))]
    # data.gouv.fr keeps one period, picked at random: a single one that spans them all is the same at every visit.
    open_start = len(starts) < len(periods) and len(ends) == len(periods)
    open_end = len(ends) < len(periods) and len(starts) == len(periods)
    whole = {
        "start": "" if (open_start and len(periods) > 1) or not starts else min(starts),
        "end": "" if (open_end and len(periods) > 1) or not ends else max(ends),
    }
    return as_dicts({key: value for key, value in whole.items() if value})


def _day(value: object, *, end: bool = False) -> str | None:
    date = iso_date(value, end=end)
    return date[:10] if date else None


def _places(dataset: Dataset) -> list[dict[str, Any]]:
    places = as_dicts(field(dataset, "spatial_coverage"))
    legacy = {**LEGACY_SHAPES, **LEGACY_NAMES}
    places += as_dicts({name: value for key, name in legacy.items() if (value := field(dataset, key))})
    known = {place.uri for place in territories(dataset)}
    cleaned = [part for place in places for part in _place(place)]
    return [place for place in cleaned if place and not (place.get("uri") in known and len(place) == 1)]


def _place(place: dict[str, Any]) -> list[dict[str, Any]]:
    uri, text = web_url(place.get("uri")), str(place.get("text") or "").strip()
    named = {key: value for key, value in {"uri": uri, "text": text}.items() if value}
    shapes = {key: shape for key in SHAPES if (shape := geojson(place.get(key)))}
    # A place with an address is one node for all the datasets of a page: each would get the shapes of the others.
    return [named, shapes] if uri else [named | shapes]
