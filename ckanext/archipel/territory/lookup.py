"""Pure look-up of a territory by zone id, INSEE URI, code or name, and of what contains it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ckanext.archipel.territory.model import Box, Territory, territories
from ckanext.archipel.vocabulary import fold

INSEE_URI = re.compile(r"https?://id\.insee\.fr/geo/(region|departement|commune|arrondissement)/([0-9AB]{2,5})/?")
INSEE_EPCI = re.compile(r"https?://id\.insee\.fr/geo/(?:intercommunalite|epci)/([0-9]{9})/?")
INSEE_FRANCE = re.compile(r"https?://id\.insee\.fr/geo/pays/(?:france|99100)/?", re.IGNORECASE)
ZONE = re.compile(
    r"(?:country|country-group|country-subset):[a-z0-9-]{2,20}"
    r"|fr:(?:region|departement|arrondissement|commune|canton|iris|collectivite|epci):[0-9A-Za-z-]{1,12}"
)


def get(zone: str) -> Territory | None:
    """Return the territory with this zone id."""
    return _by_id().get(zone)


def find(text: str) -> Territory | None:
    """Return what a text written elsewhere names by a zone id, INSEE URI, name, alias or code of a département.

    A commune is never guessed from its name alone, which many others bear in France.
    """
    text = text.strip()
    zone = zone_of_uri(text) or text
    return get(zone) or _by_spelling().get(fold(text))


def zone_of_uri(uri: str) -> str | None:
    """Turn an INSEE URI into the zone id data.gouv.fr gives to the same territory, known to us or not."""
    if INSEE_FRANCE.fullmatch(uri):
        return "country:fr"
    if epci := INSEE_EPCI.fullmatch(uri):
        return f"fr:epci:{epci[1]}"
    match = INSEE_URI.fullmatch(uri)
    return f"fr:{match[1]}:{match[2]}" if match else None


def is_zone(text: str) -> bool:
    """Tell whether a text is written like a zone id, known to us or not (a commune, another region)."""
    return ZONE.fullmatch(text) is not None


def ancestors(zones: Iterable[str]) -> list[str]:
    """List the zones themselves and all that contains them, each once, the nearest first."""
    found = dict.fromkeys(zones)
    queue = list(found)
    for zone in queue:
        for parent in _parents(zone):
            if parent not in found:
                found[parent] = None
                queue.append(parent)
    return list(found)


def polygon(box: Box) -> dict[str, object]:
    """Draw a box as a closed GeoJSON polygon, counter-clockwise."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _parents(zone: str) -> tuple[str, ...]:
    if known := get(zone):
        return known.parents
    commune = re.fullmatch(r"fr:(?:commune|arrondissement):([0-9]{2})[0-9]{1,3}", zone)
    departement = f"fr:departement:{commune[1]}" if commune else ""
    if get(departement):
        return (departement,)
    return ("country:fr",) if zone.startswith("fr:") else ()


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Territory]:
    return {territory.id: territory for territory in territories()}


@lru_cache(maxsize=1)
def _by_spelling() -> dict[str, Territory]:
    spellings: dict[str, Territory] = {}
    for territory in territories():
        if territory.kind == "commune":
            continue
        code = (territory.code,) if territory.kind in {"departement", "epci"} and not territory.neighbour else ()
        for text in (territory.name, territory.uri, *territory.aliases, *code):
            spellings.setdefault(fold(text), territory)
    return spellings
