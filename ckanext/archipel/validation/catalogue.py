"""The list of table schemas that agents choose from, as schema.data.gouv.fr publishes it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.validation.errors import UnreadableSchemaError

TABLE_SCHEMA = "tableschema"


@dataclass(frozen=True)
class Choice:
    """A table schema that can be chosen."""

    url: str
    title: str


def parse_list(content: bytes) -> list[Choice]:
    """Read the list, sorted by title; entries without an address or of another kind are left out."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSchemaError("La liste des schémas n'est pas du JSON : vérifiez son adresse.") from error
    entries = document.get("schemas") if isinstance(document, Mapping) else None
    if not isinstance(entries, list):
        raise UnreadableSchemaError("Ce document n'est pas une liste de schémas : il n'a pas d'entrée « schemas ».")
    return sorted(_choices(entries), key=lambda choice: choice.title.casefold())


def _choices(entries: list[Any]) -> Iterator[Choice]:
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("schema_type") == TABLE_SCHEMA and _url(entry):
            yield Choice(_url(entry), str(entry.get("title") or entry.get("name") or _url(entry)))


def _url(entry: Mapping[str, Any]) -> str:
    url = entry.get("schema_url")
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""
