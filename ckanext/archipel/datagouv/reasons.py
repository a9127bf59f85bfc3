"""What a harvest job of data.gouv.fr says, in words its publisher understands. Free of CKAN."""

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

Json = dict[str, Any]
JOBS = {
    "pending": "en attente",
    "initializing": "en préparation",
    "initialized": "commencé",
    "processing": "en cours",
    "done": "terminé",
    "done-errors": "terminé, avec des refus",
    "failed": "échoué",
}
ITEMS = {
    "done": "pris",
    "failed": "refusé",
    "skipped": "ignoré",
    "archived": "archivé",
    "started": "en cours",
    "pending": "en attente",
}
VALIDATIONS = {
    "pending": "en attente de validation par l'équipe de data.gouv.fr",
    "accepted": "validée",
    "refused": "refusée",
}
# What the platform writes, and what to understand by it.
REASONS = (
    (r"missing identifier", "il n'a pas d'identifiant."),
    (r"missing title", "il n'a pas de titre."),
    (r"Identifier '(.+)' already exists", "un autre jeu du catalogue a le même identifiant (champ « Identifiant »)."),
    (
        r"another owner",
        "data.gouv.fr a déjà ce jeu dans une autre organisation. Retirez-le d'un côté, ou demandez-en le transfert.",
    ),
    (r"(?:URL invalide|Invalid URL) \"([^\"]+)\"", "l'adresse {0} n'est pas acceptée. Corrigez-la ou retirez-la."),
    (r"Invalid MultiPolygon|Invalid GeoJSON", "sa géométrie n'est pas valide. Redessinez son territoire."),
    (
        r"(?:redirect|Redirect)",
        "l'adresse du catalogue redirige. Donnez à `ckan.site_url` l'adresse définitive, en https.",
    ),
    (r"(\d{3}) (?:Client|Server) Error", "le portail a répondu {0} à data.gouv.fr. Vérifiez que le catalogue s'ouvre."),
    (
        r"max items reached",
        "data.gouv.fr ne prend pas autant de jeux en une fois : demandez à son support de relever la limite.",
    ),
    (
        r"Connection|timed out|Max retries|refused|resolve",
        "data.gouv.fr n'a pas pu joindre le portail. Vérifiez qu'il est ouvert à l'Internet.",
    ),
    (r"Unable to detect format|Unsupported mime type", "l'adresse du catalogue ne rend pas du RDF."),
)
UNSET = "raison non dite"


def reason(errors: list[Json]) -> str:
    """Return why something was refused, in French when the reason is a known one."""
    texts = list(dict.fromkeys(str(error.get("message") or UNSET) for error in errors))
    return " ; ".join(_one(text) for text in texts) or UNSET


def _one(text: str) -> str:
    for pattern, meaning in REASONS:
        if found := re.search(pattern, text):
            return meaning.format(*found.groups())
    return text[:300]


def counts(statuses: Mapping[str, int]) -> str:
    """Return how many datasets met which end."""
    told = [f"{number} {_plural(ITEMS.get(name, name), number)}" for name, number in statuses.items() if number]
    return ", ".join(told) or "aucun jeu de données"


def _plural(word: str, number: int) -> str:
    return f"{word}s" if number > 1 and not word.startswith("en ") and not word.endswith("s") else word


def job_status(status: object) -> str:
    """Return a job's status."""
    return JOBS.get(str(status), str(status))


def validation(source: Json) -> str:
    """Return whether a source was validated, and what was said of it."""
    told = source.get("validation") or {}
    state = VALIDATIONS.get(str(told.get("state")), str(told.get("state")))
    comment = f" : {told['comment']}" if told.get("comment") else ""
    return state + comment + ("" if source.get("active", True) else ", désactivée")


def moment(written: object) -> str:
    """Return a date and time as one says it, in universal time."""
    try:
        date = datetime.fromisoformat(str(written).replace("Z", "+00:00"))
    except ValueError:
        return "date inconnue"
    return f"{date.astimezone(timezone.utc):%d/%m/%Y à %H:%M} (temps universel)"
