"""What data.gouv.fr keeps of the places a dataset covers, in plain words."""

from collections.abc import Iterator

from ckanext.archipel.datagouv.finding import Finding, Way
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.coverage import LEGACY_SHAPES, SHAPES, zones
from ckanext.archipel.rdf.fields import field
from ckanext.archipel.rdf.geometry import geojson, has_surface


def places(way: Way) -> Iterator[Finding]:
    """Say what becomes of territories, names and shapes."""
    written = as_dicts(field(way.dataset, "spatial_coverage"))
    legacy = [str(value) for key in LEGACY_SHAPES if (value := field(way.dataset, key))]
    shapes = [place[key] for place in written for key in SHAPES if place.get(key)] + legacy
    if any(geojson(shape) is None for shape in shapes):
        yield Finding(
            "geometrie",
            "perdu",
            "Une géométrie est illisible : ni GeoJSON ni WKT, hors des longitudes et latitudes, ou de moins de trois "
            "points. Dessinez le rectangle, ou choisissez un territoire.",
        )
    if any(geojson(shape) and not has_surface(shape) for shape in shapes):
        yield Finding("points", "perdu", "Les points et les lignes ne sont pas gardés : seules les surfaces le sont.")
    named = any(zones(way.dataset)) or any(place.get("uri") or place.get("text") for place in written)
    if not way.kept.polygons:
        yield Finding(
            "territoire",
            "à compléter",
            "Choisissez un territoire de la région : sans surface, rien n'est gardé du lieu.",
        )
    elif named:
        yield Finding("territoire", "changé", "Le nom des lieux n'est pas gardé : seule leur surface l'est.")
