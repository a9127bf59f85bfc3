"""Writes sample rows as the small files a portal holds: CSV, GeoJSON, JSON, a reading notice."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from demo.samples.tables import Row


@dataclass(frozen=True)
class SampleFile:
    """A file to upload: its name, its media type and its bytes."""

    name: str
    mimetype: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hexadecimal checksum of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def as_csv(rows: Sequence[Row]) -> bytes:
    """Rows as UTF-8 CSV with a header line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def as_json(rows: Sequence[Row]) -> bytes:
    """Rows as a JSON list of objects."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1).encode("utf-8")


def as_geojson(rows: Sequence[Row]) -> bytes:
    """Rows as GeoJSON points; their latitude and longitude become the geometry."""
    return json.dumps(
        {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}, ensure_ascii=False
    ).encode("utf-8")


def _feature(row: Row) -> dict[str, Any]:
    properties = {name: value for name, value in row.items() if name not in ("latitude", "longitude")}
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def as_notice(title: str, rows: Sequence[Row]) -> bytes:
    """A plain-text notice that names the columns and gives one example of each."""
    lines = [title, "=" * len(title), "", "Colonnes du fichier, avec un exemple de valeur :", ""]
    lines += [f"- {name} : {value}" for name, value in rows[0].items()]
    lines += ["", "Encodage UTF-8, séparateur virgule, coordonnées en WGS 84 (EPSG:4326).", ""]
    return "\n".join(lines).encode("utf-8")


MEDIA_TYPES = {
    "CSV": "text/csv",
    "GeoJSON": "application/geo+json",
    "JSON": "application/json",
    "TXT": "text/plain",
    "PDF": "application/pdf",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XLS": "application/vnd.ms-excel",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet",
    "SHP": "application/zip",
    "GPKG": "application/geopackage+sqlite3",
    "XML": "application/xml",
    "ZIP": "application/zip",
}

ENCODERS: dict[str, Callable[[Sequence[Row]], bytes]] = {"CSV": as_csv, "JSON": as_json, "GeoJSON": as_geojson}


def encode(name: str, format_: str, rows: Sequence[Row]) -> SampleFile:
    """The file named after `name` that holds `rows` in `format_`."""
    return SampleFile(f"{name}.{format_.lower()}", MEDIA_TYPES[format_], ENCODERS[format_](rows))


def notice(name: str, title: str, rows: Sequence[Row]) -> SampleFile:
    """The notice that goes with the files of `name`."""
    return SampleFile(f"notice-{name}.txt", MEDIA_TYPES["TXT"], as_notice(title, rows))
