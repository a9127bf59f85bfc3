"""Small cleaners of values that come from outside, and the record of what they refuse. Free of CKAN."""

import hashlib
import json
import re
from collections.abc import Callable

from ckanext.archipel.dataset.fields import clean_url

# NUL and lone surrogates cannot be stored, the other control characters cannot be written in XML.
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Of those, what the database itself refuses.
NOT_STORABLE = re.compile(r"[\x00\ud800-\udfff]")
# In bytes: a row of an index of PostgreSQL holds 2,704, the name of the source included.
MAX_NAME = 2_000
SPACES = re.compile(r"\s+")
SHOWN = 80


class Warnings(list[str]):
    """What was left out of a dataset, one French sentence each."""

    def keep(self, name: str, text: str, check: Callable[[str], str | None]) -> str | None:
        """Return the checked value, or note that it was left out."""
        if not text.strip():
            return None
        value = check(text)
        if not value:
            self.append(f"« {name} » : valeur « {line(text)[:SHOWN]} » non reconnue, laissée de côté.")
        return value


def line(text: str) -> str:
    """Return a text on one line, without what cannot be stored."""
    return SPACES.sub(" ", UNWANTED.sub("", text)).strip()


def paragraphs(text: str) -> str:
    """Return a text with its line breaks, without what cannot be stored."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def storable(text: str) -> str:
    """Return a text without the characters that the database refuses, and otherwise as it is."""
    return NOT_STORABLE.sub("", text)


def lasting_name(text: str) -> str:
    """Return what a record is known by: its identifier as it is when it can be kept, else a digest of it."""
    kept = storable(text)
    return kept if len(kept.encode()) <= MAX_NAME and (kept or not text) else digest(text)


def digest(text: str) -> str:
    """Return a short name that the same text always has, whatever characters it holds."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def web_address(text: str) -> str | None:
    """Return an http(s) address; spaces, which many catalogues leave in, are written as they should be."""
    return clean_url(UNWANTED.sub("", text).strip().replace(" ", "%20"))


def as_list(value: object) -> list[str]:
    """Return the texts of a list, of the JSON of a list, or of a single value."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return [str(value)]
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if isinstance(item, str | int | float) and str(item).strip()]
