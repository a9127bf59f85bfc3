"""What a person types to name datasets, read without CKAN."""

import json
import re
from urllib.parse import unquote, urlsplit

SEPARATOR = re.compile(r"[,;\s]+")
# The database refuses to look for them.
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\ud800-\udfff]")


def dataset_references(value: object) -> list[str]:
    """Return the names or ids in a form's text, a JSON list or a list, each once and in order."""
    names = (NOT_IN_NAMES.sub("", _last_segment(part)) for part in _parts(value))
    return list(dict.fromkeys(name for name in names if name))


def _parts(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(part).strip() for part in value]
    if not isinstance(value, str):
        return []
    if value.lstrip().startswith("["):
        try:
            decoded = json.loads(value)
        except (ValueError, RecursionError):
            return SEPARATOR.split(value.strip())
        return _parts(decoded)
    return SEPARATOR.split(value.strip())


def _last_segment(reference: str) -> str:
    """Reduce the address of a dataset's page to the name it ends with."""
    if not reference.startswith(("http://", "https://", "/")):
        return reference
    try:
        path = urlsplit(reference).path
    except ValueError:
        return reference
    return unquote(path.rstrip("/").rpartition("/")[2])
