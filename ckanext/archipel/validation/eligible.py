"""Which files can be checked, against which schema, and when they have to be again."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

TABLES = frozenset({"csv", "tsv", "text/csv", "text/tab-separated-values"})
WHAT_CHANGES = ("url", "url_type", "last_modified", "hash", "size")


def table_schema_of(resource: Mapping[str, Any]) -> str:
    """Return the address of the table schema that a file of rows says it follows; empty when there is none."""
    kind = str(resource.get("format") or "").strip().lower().removeprefix(".")
    path = urlsplit(str(resource.get("url") or "").lower()).path if not kind else ""
    if kind not in TABLES and not path.endswith((".csv", ".tsv")):
        return ""
    return next((uri for uri in _uris(resource.get("conforms_to")) if _is_table_schema(uri)), "")


def fingerprint(resource: Mapping[str, Any], schema_url: str) -> str:
    """Return what changes when the file or its schema does."""
    values = [schema_url, *(str(resource.get(name) or "") for name in WHAT_CHANGES)]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def _uris(value: object) -> list[str]:
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, str):
        return [value]
    return [uri for uri in value if isinstance(uri, str)] if isinstance(value, list) else []


def _is_table_schema(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.path.endswith(".json")
