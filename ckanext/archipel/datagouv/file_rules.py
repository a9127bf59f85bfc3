"""What data.gouv.fr keeps of the files and services of a dataset, in plain words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ckanext.archipel.datagouv.files import CHECKSUMS
from ckanext.archipel.datagouv.finding import Finding, Rule, Way
from ckanext.archipel.datagouv.words import has_html, kept_url
from ckanext.archipel.dataset.repeating import is_filled
from ckanext.archipel.rdf.formats import checksum
from ckanext.archipel.rdf.themes import data_schemas
from ckanext.archipel.rdf.values import as_list, byte_size, iso_date

KINDS = {"documentation": "la documentation", "code": "le code", "other": "ce fichier annexe"}

# What data.gouv.fr has no room for, as our form names it.
FILE_NOT_STORED = {
    "compress_format": "compression",
    "documentation": "documentation",
    "status": "état",
    "availability": "disponibilité",
}


def _addresses(way: Way) -> Iterator[Finding]:
    files = way.dataset.get("resources") or []
    exported = way.exported["resources"]
    if not files:
        yield Finding("fichiers", "à compléter", "Le jeu de données n'a aucun fichier.")
    reached = {_identity(resource) for resource in exported}
    for file in files:
        if _identity(file) not in reached:
            yield Finding(
                "adresse",
                "perdu",
                f"« {_name(file)} » : l'adresse n'est pas joignable depuis l'Internet, le fichier est retiré.",
            )
    count = Counter(kept_url(each.get("download_url") or each.get("access_url")) for each in exported)
    stored = Counter(file.url for file in way.kept.files)
    for address, number in count.items():
        if number > stored[address]:
            yield Finding("doublon", "perdu", f"{number} fichiers ont la même adresse, un seul sera gardé : {address}")


def _values(way: Way) -> Iterator[Finding]:
    for file in way.dataset.get("resources") or []:
        yield from _of_file(file, _name(file))
        yield from _kind(file, _name(file))


def _of_file(file: dict[str, Any], name: str) -> Iterator[Finding]:
    if file.get("size") and byte_size(file["size"]) is None:
        yield Finding("taille", "perdu", f"« {name} » : la taille « {file['size']} » n'est pas un nombre d'octets.")
    if file.get("hash"):
        known = checksum(file["hash"], file.get("hash_algorithm"))
        if known is None:
            yield Finding("empreinte", "perdu", f"« {name} » : l'empreinte et son algorithme ne vont pas ensemble.")
        elif known[1].rpartition("_")[2] not in CHECKSUMS:
            yield Finding("empreinte", "perdu", f"« {name} » : l'empreinte n'est gardée qu'en MD5, SHA-1 ou SHA-256.")
    for key in ("issued", "modified"):
        if file.get(key) and iso_date(file[key]) is None:
            yield Finding(
                "date", "perdu", f"« {name} » : la date « {file[key]} » est illisible. Écrivez-la AAAA-MM-JJ."
            )
    if has_html(file.get("description")):
        yield Finding("html", "changé", f"« {name} » : la description contient une balise HTML et sera réécrite.")
    schemas = as_list(file.get("conforms_to"))
    if len(data_schemas(schemas)) < len(schemas):
        yield Finding("conformite", "perdu", f"« {name} » : seuls les schémas de schema.data.gouv.fr sont transmis.")
    if len(data_schemas(schemas)) > 1:
        yield Finding("schemas", "changé", f"« {name} » : un seul des schémas de table est gardé.")


def _kind(file: dict[str, Any], name: str) -> Iterator[Finding]:
    if told := KINDS.get(str(file.get("resource_type"))):
        yield Finding(
            str(file["resource_type"]), "changé", f"« {name} » : {told} y devient un fichier comme les autres."
        )
    if lost := [label for key, label in FILE_NOT_STORED.items() if is_filled(file.get(key))]:
        yield Finding(
            "fichier-sans-place", "perdu", f"« {name} » : data.gouv.fr n'a pas de place pour : {', '.join(lost)}."
        )
    if not file.get("format"):
        yield Finding("format", "à compléter", f"« {name} » : indiquez le format.")


def _identity(file: dict[str, Any]) -> str:
    return str(file.get("id") or file.get("name"))


def _name(file: dict[str, Any]) -> str:
    return str(file.get("name") or file.get("url") or "sans nom")


FILE_RULES: tuple[Rule, ...] = (_addresses, _values)
