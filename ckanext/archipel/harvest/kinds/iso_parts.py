"""What ISO records group or mix: keywords, constraints, dates, extents. Free of CKAN."""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from ckanext.archipel.dataset.fields import normalise_date, normalise_term, normalise_territory
from ckanext.archipel.harvest.boxes import bbox_geojson
from ckanext.archipel.harvest.kinds.iso_text import code_of, first, found, reference, text
from ckanext.archipel.rdf.reading import access_right

SIDES = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
BOX = "extent//EX_GeographicBoundingBox"
PLACE = "extent//geographicIdentifier/*/code"
PERIOD = "extent//temporalElement//TimePeriod"
NOISE = re.compile(r"^domaines$", re.IGNORECASE)
INSPIRE = re.compile(r"inspire", re.IGNORECASE)
# Records write «until further notice» as a date far away.
FAR_AWAY = "2099"


def keywords(about: etree._Element) -> dict[str, Any]:
    """Sort keywords out: INSPIRE themes, places, and the rest without what only organises the catalogue."""
    themes, zones, tags = [], [], []
    for group in found(about, "descriptiveKeywords/MD_Keywords"):
        thesaurus, kind = first(group, "thesaurusName/CI_Citation/title"), code_of(group, "type")
        for keyword in found(group, "keyword"):
            word, address = text(keyword), reference(keyword)
            theme = normalise_term("inspire_theme", address or word) if INSPIRE.search(thesaurus) else None
            zone = normalise_territory(address or word) if kind == "place" else None
            if theme:
                themes.append(theme)
            elif zone:
                zones.append(zone)
            elif not NOISE.match(thesaurus):
                tags.append({"name": word})
    return {"theme": themes, "tags": tags, "territory": zones}


def constraints(about: etree._Element) -> dict[str, Any]:
    """Tell what is said of access from what is said of use, which many records write in each other's place."""
    written = []
    for block in found(about, "resourceConstraints/*"):
        for part in (
            *found(block, "useLimitation"),
            *found(block, "otherConstraints"),
            *found(block, "reference/*/title"),
        ):
            address = reference(part)
            written.append((text(part), address))
    access = [word for words in written for word in words if word]
    limitation = next((term for word in access if (term := normalise_term("access_limitation", word))), None)
    licences = [
        f"{word} {address}".strip()
        for word, address in dict.fromkeys(written)
        if (word or address) and not _is_about_access(word, address)
    ]
    right = access_right(access)
    limited = limitation if limitation and not limitation.endswith("/noLimitations") else None
    return {
        "harvest_licence": "\n".join(licences),
        "access_rights": "RESTRICTED" if limited else right,
        "access_limitation": limited,
    }


def _is_about_access(word: str, address: str) -> bool:
    known = any(part and normalise_term("access_limitation", part) for part in (word, address))
    return known or access_right([part for part in (word, address) if part]) is not None


def dates(about: etree._Element) -> dict[str, str]:
    """Return when data were first published, and last updated."""
    written_dates: dict[str, list[str]] = {}
    for date in found(about, "citation/CI_Citation/date/CI_Date"):
        if written := first(date, "date"):
            written_dates.setdefault(code_of(date, "dateType"), []).append(written)
    issued = written_dates.get("publication") or written_dates.get("creation") or []
    kept = {"issued": _extreme(min, issued), "modified": _extreme(max, written_dates.get("revision", []))}
    return kept | _no_later_than(kept)


def _extreme(choose: Callable[[list[str]], str], written: list[str]) -> str:
    """Choose among the dates that can be read; one that cannot is left for the mapping to tell of."""
    readable = [text for text in written if normalise_date(text)]
    return choose(readable) if readable else next(iter(written), "")


def _no_later_than(dates: dict[str, str]) -> dict[str, str]:
    """Take the publication for the last update when it came after it."""
    stale = dates["modified"] and dates["issued"] and dates["modified"][:10] < dates["issued"][:10]
    return {"modified": dates["issued"]} if stale else {}


def extent(about: etree._Element) -> dict[str, Any]:
    """Return where and when data are about."""
    boxes = (bbox_geojson([first(box, side) for side in SIDES]) for box in found(about, BOX))
    names = ({"text": text(place), "uri": reference(place)} for place in found(about, PLACE))
    places: list[dict[str, str]] = [*({"bbox": box} for box in boxes if box), *names]
    periods = []
    for period in found(about, PERIOD):
        start, end = (first(period, f"{name}Position", f"{name}//timePosition") for name in ("begin", "end"))
        periods.append({"start": start, "end": "" if end[:4] >= FAR_AWAY else end})
    return {"spatial_coverage": places, "temporal_coverage": periods}
