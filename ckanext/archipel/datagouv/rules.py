"""What data.gouv.fr keeps, changes or loses of a dataset, one rule after another. Free of CKAN."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.coverage import covers_surface, territories, zones
from ckanext.archipel.rdf.fields import field
from ckanext.archipel.rdf.formats import checksum
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.themes import data_schemas, frequency_uri, theme_uris
from ckanext.archipel.rdf.values import as_list, byte_size, email, iso_date, web_url

Dataset = dict[str, Any]
Severity = Literal["perdu", "changé", "à compléter"]
HTML = re.compile(r"<[a-zA-Z/][^>]*>")
EUROPEAN_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"


@dataclass(frozen=True)
class Finding:
    """What happens to one value, in words a publisher understands."""

    slug: str
    severity: Severity
    message: str


Rule = Callable[[Dataset, Collection[str]], Iterator[Finding]]


def check(dataset: Dataset, hosts: Collection[str] = ()) -> list[Finding]:
    """Return what data.gouv.fr would change or lose of a dataset; `hosts` are the portal's own."""
    return [finding for rule in RULES for finding in rule(dataset, hosts)]


def _licence(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    licence = of_dataset(dataset)
    if licence.dataset is None:
        told = f" (« {licence.text} » n'est pas dans sa liste)" if licence.text else ""
        yield Finding(
            "licence", "perdu", f"La licence sera « non spécifiée »{told}. Choisissez Licence Ouverte ou ODbL."
        )


def _frequency(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    written = field(dataset, "frequency")
    if not written:
        yield Finding(
            "frequence", "à compléter", "Indiquez la fréquence de mise à jour : un point de qualité en dépend."
        )
    elif not str(frequency_uri(written) or "").startswith(EUROPEAN_FREQUENCY):
        yield Finding(
            "frequence", "perdu", f"La fréquence « {written} » n'est pas reconnue. Choisissez-la dans la liste."
        )


def _period(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    legacy = {"start": field(dataset, "temporal_start"), "end": field(dataset, "temporal_end")}
    periods = as_dicts(field(dataset, "temporal_coverage")) or as_dicts(legacy)
    if not periods:
        yield Finding("periode", "à compléter", "Indiquez la période couverte : un point de qualité en dépend.")
    if len(periods) > 1:
        yield Finding(
            "periodes",
            "changé",
            f"Les {len(periods)} périodes deviennent une seule, de la plus ancienne à la plus récente.",
        )
    for date in (period.get(key) for period in periods for key in ("start", "end")):
        if date and iso_date(date) is None:
            yield Finding("date", "perdu", f"La date « {date} » est illisible. Écrivez-la AAAA-MM-JJ.")


def _space(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    known = territories(dataset)
    if not covers_surface(dataset) and not known:
        yield Finding(
            "territoire",
            "à compléter",
            "Choisissez un territoire de la région : sans surface, rien n'est gardé du lieu.",
        )
    elif known or any(zones(dataset)):
        yield Finding("territoire", "changé", "Le nom des territoires est remplacé par leur emprise rectangulaire.")


def _words(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    description = str(dataset.get("notes") or "")
    if len(description) <= 100:
        yield Finding(
            "description", "à compléter", "La description doit dépasser 100 caractères pour compter dans la qualité."
        )
    if HTML.search(description):
        yield Finding(
            "html",
            "changé",
            "La description contient une balise HTML : listes et paragraphes seront défaits. Gardez du Markdown seul.",
        )
    short = [tag["name"] for tag in dataset.get("tags") or [] if len(tag["name"]) < 3]
    if short:
        yield Finding(
            "mots-cles", "perdu", f"Les mots-clés de moins de trois lettres sont retirés : {', '.join(short)}."
        )
    if theme_uris(dataset):
        yield Finding(
            "themes",
            "changé",
            "Les thèmes y deviennent des mots-clés.",
        )


def _contacts(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    people = as_dicts(field(dataset, "contact"))
    if not people:
        yield Finding("contact", "à compléter", "Indiquez un contact avec une adresse électronique ou une page.")
    for person in people:
        if not (email(person.get("email")) or web_url(person.get("url"))):
            yield Finding(
                "contact",
                "perdu",
                f"Le contact « {person.get('name')} » n'a ni adresse électronique ni page : il est retiré.",
            )


def _schema(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    written = as_list(field(dataset, "conforms_to"))
    if len(data_schemas(written)) < len(written):
        yield Finding(
            "conformite",
            "perdu",
            "Les normes et systèmes de coordonnées ne sont pas transmis : il les prendrait pour un schéma de table.",
        )


def _resources(dataset: Dataset, hosts: Collection[str]) -> Iterator[Finding]:
    resources = dataset.get("resources") or []
    if not resources:
        yield Finding("fichiers", "à compléter", "Le jeu de données n'a aucun fichier.")
    addresses: set[str] = set()
    for resource in resources:
        name, address = resource.get("name") or resource.get("url"), str(resource.get("url") or "")
        if web_url(address, hosts) is None:
            yield Finding(
                "adresse",
                "perdu",
                f"« {name} » : l'adresse n'est pas joignable depuis l'Internet, le fichier est retiré.",
            )
        if address in addresses:
            yield Finding("doublon", "perdu", f"« {name} » : deux fichiers ont la même adresse, un seul sera gardé.")
        addresses.add(address)
        yield from _resource(resource, str(name))


def _resource(resource: Dataset, name: str) -> Iterator[Finding]:
    if resource.get("size") and byte_size(resource["size"]) is None:
        yield Finding("taille", "perdu", f"« {name} » : la taille « {resource['size']} » n'est pas un nombre d'octets.")
    if resource.get("hash") and checksum(resource["hash"], resource.get("hash_algorithm")) is None:
        yield Finding("empreinte", "perdu", f"« {name} » : l'empreinte et son algorithme ne vont pas ensemble.")
    if resource.get("resource_type") == "documentation":
        yield Finding(
            "documentation", "changé", f"« {name} » : la documentation y devient un fichier comme les autres."
        )
    if not resource.get("format"):
        yield Finding("format", "à compléter", f"« {name} » : indiquez le format.")


RULES: tuple[Rule, ...] = (_licence, _frequency, _period, _space, _words, _contacts, _schema, _resources)
