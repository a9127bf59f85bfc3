"""The harvest source of an organization on data.gouv.fr: what it must be, and what to change of the one there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ckanext.archipel.rdf.values import web_url

Json = dict[str, Any]
# What is ours to decide at each registration; the rest belongs to whoever edits the source on data.gouv.fr.
OURS = ("url", "backend")
NAMES = {"url": "adresse", "backend": "type", "name": "nom", "organization": "organisation"}


@dataclass(frozen=True)
class Feed:
    """The catalogue of an organization that data.gouv.fr reads; `stem` is its address without its format."""

    stem: str
    format: str

    @property
    def address(self) -> str:
        """Return the address to register."""
        return f"{self.stem}.{self.format}"

    def is_at(self, address: object) -> bool:
        """Tell whether an address is this feed's, in whatever format."""
        return str(address or "").rpartition(".")[0].lower() == self.stem.lower()

    @property
    def doubt(self) -> str:
        """Say why data.gouv.fr could not read it, empty when it could."""
        if web_url(self.address) is None:
            return f"data.gouv.fr ne peut pas joindre {self.address} : l'adresse du portail (ckan.site_url) est privée."
        if not self.address.startswith("https://"):
            return f"{self.address} n'est pas en https : data.gouv.fr refuserait toute redirection vers https."
        return ""


@dataclass(frozen=True)
class Plan:
    """What to do: create a source, change one, or nothing."""

    source: Json
    existing: Json | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        """Name what will be done."""
        return "à créer" if self.existing is None else "à mettre à jour" if self.changes else "déjà à jour"


def source_of(feed: Feed, organization: str, name: str) -> Json:
    """Return the source to register for a feed; `organization` is its id on data.gouv.fr."""
    return {
        "name": name,
        "description": "Catalogue moissonné par organisation, au format DCAT-AP.",
        "url": feed.address,
        "backend": "dcat",
        "organization": organization,
        "active": True,
        "autoarchive": True,
    }


def plan(source: Json, feed: Feed, existing: Iterable[Json]) -> Plan:
    """Compare the source wanted with those of the organization: the same address is the same source."""
    same, others = None, []
    host = urlsplit(feed.address).hostname
    for each in existing:
        if feed.is_at(each.get("url")):
            same = same or each
        elif urlsplit(str(each.get("url") or "")).hostname == host:
            others.append(f"{each.get('name')} ({each.get('url')})")
    changes = {key: source[key] for key in OURS if same is not None and same.get(key) != source[key]}
    return Plan(source, same, changes, tuple(others))
