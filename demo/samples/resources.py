"""Chooses a sample dataset's resources: files to upload, or addresses at the producer's for the others."""

from __future__ import annotations

import uuid
from typing import Any

from demo.samples.files import ENCODERS, MEDIA_TYPES, SampleFile, encode, notice
from demo.samples.levels import Level
from demo.samples.tables import Row

Dict = dict[str, Any]

SERVICES = ("WMS", "WFS")
CLOSED = {"CSV": "XLS", "GeoJSON": "SHP", "JSON": "PDF"}
"""What a neglected dataset offers in place of an open, uploaded file."""

LABELS = {
    "CSV": "Tableau complet",
    "GeoJSON": "Points localisés",
    "JSON": "Données structurées",
    "XLS": "Classeur d’origine",
    "SHP": "Couche géographique",
    "GPKG": "Couche géographique",
    "PDF": "Publication",
    "WMS": "Service de cartes",
    "WFS": "Service de téléchargement",
    "ODS": "Classeur",
    "XML": "Export de l’application",
    "ZIP": "Archive complète",
}

DESCRIPTIONS = {
    "CSV": "Toutes les lignes, une par objet, avec les codes officiels des communes.",
    "GeoJSON": "Les mêmes objets placés sur la carte, en WGS 84.",
    "JSON": "Les mêmes informations pour les développeurs.",
    "WMS": "Adresse à coller dans un logiciel de cartographie.",
    "WFS": "Adresse à coller dans un logiciel de cartographie pour en extraire les objets.",
}


def resources(family: Dict, dataset: Dict, rows: list[Row], level: Level) -> tuple[list[Dict], dict[str, SampleFile]]:
    """The dataset's resources and, for those that are uploads, the file by resource id."""
    made = [_main(family, dataset, rows, level, format_) for format_ in _formats(family, level)]
    if level.name == "complet" and family.get("notice", True):
        made.append(_notice(dataset, rows))
    return [resource for resource, _ in made], {resource["id"]: file for resource, file in made if file}


def _formats(family: Dict, level: Level) -> list[str]:
    formats: list[str] = family["formats"]
    if level.name == "faible":
        return [CLOSED.get(formats[0], formats[0])]
    return formats[:1] if level.name == "moyen" else formats


def _main(family: Dict, dataset: Dict, rows: list[Row], level: Level, format_: str) -> tuple[Dict, SampleFile | None]:
    resource: Dict = {
        "id": str(uuid.uuid5(uuid.UUID(dataset["id"]), format_)),
        "name": f"{LABELS[format_]} ({format_})" if level.described else f"{dataset['name']}.{format_.lower()}",
        "format": format_,
        "resource_type": "api" if format_ in SERVICES else "main",
        "modified": dataset["modified"],
    }
    if level.described:
        resource["description"] = DESCRIPTIONS.get(format_, "Fichier d’origine du service.")
    if format_ in MEDIA_TYPES:
        resource["mimetype"] = MEDIA_TYPES[format_]
    if "schema" in family and format_ == "CSV" and level.described:
        resource["conforms_to"] = [family["schema"]]
    if format_ not in ENCODERS:
        return resource | {"url": _address(dataset, format_)}, None
    file = encode(dataset["name"], format_, rows)
    return resource | _upload(file), file


def _notice(dataset: Dict, rows: list[Row]) -> tuple[Dict, SampleFile]:
    file = notice(dataset["name"], dataset["title"], rows)
    resource: Dict = {
        "id": str(uuid.uuid5(uuid.UUID(dataset["id"]), "notice")),
        "name": "Notice de lecture",
        "description": "Signification des colonnes, avec un exemple de valeur pour chacune.",
        "format": "TXT",
        "mimetype": file.mimetype,
        "resource_type": "documentation",
    }
    return resource | _upload(file), file


def _upload(file: SampleFile) -> Dict:
    return {
        "url": file.name,
        "size": len(file.content),
        "hash": file.sha256,
        "hash_algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
    }


def _address(dataset: Dict, format_: str) -> str:
    host = f"https://donnees.{dataset['owner_org']}.example.org"
    if format_ in SERVICES:
        return f"{host}/services/{format_.lower()}?service={format_}&request=GetCapabilities"
    extension = "zip" if format_ == "SHP" else format_.lower()
    return f"{host}/telechargement/{dataset['name']}.{extension}"
