"""Marks what only the State's own network opens, so that nobody takes it for a broken link. Free of CKAN."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

NETWORK = "rie.gouv.fr"
RESERVED = "Accès réservé au réseau interministériel de l’État."
PARTLY_RESERVED = "Certains liens de cette ressource ne s’ouvrent que depuis le réseau interministériel de l’État."
PAGES_RESERVED = (
    "Des pages liées à ce jeu de données ne s’ouvrent que depuis le réseau interministériel de l’État : {}."
)
RESOURCE_LINKS = ("access_url", "download_url", "documentation")
SERVICE_LINKS = ("endpoint_url", "endpoint_description", "landing_page")
DATASET_LINKS = {"url": "sa page d’origine", "documentation": "sa documentation"}


def is_reserved(url: str) -> bool:
    """Tell whether an address is on the State's network, which the Internet does not reach."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    return host == NETWORK or host.endswith(f".{NETWORK}")


def marked_resource(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resource whose description starts by saying that its links are reserved, all or some."""
    services = resource.get("access_services") or []
    links = [*_links(resource, RESOURCE_LINKS), *(link for each in services for link in _links(each, SERVICE_LINKS))]
    if is_reserved(resource["url"]):
        mark = RESERVED
    elif any(map(is_reserved, links)):
        mark = PARTLY_RESERVED
    else:
        return dict(resource)
    return {**resource, "description": f"{mark}\n\n{resource.get('description', '')}".strip()}


def marked_notes(dataset: Mapping[str, Any]) -> str:
    """Return the description of a dataset, which ends by saying which of its own links are reserved."""
    reserved = [what for key, what in DATASET_LINKS.items() if any(map(is_reserved, _links(dataset, [key])))]
    mark = PAGES_RESERVED.format(" et ".join(reserved)) if reserved else ""
    return f"{dataset['notes']}\n\n{mark}".strip()


def _links(values: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    found = [values.get(key) or [] for key in keys]
    return [link for links in found for link in ([links] if isinstance(links, str) else links)]
