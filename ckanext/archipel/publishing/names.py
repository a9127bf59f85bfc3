"""Addresses of new datasets, made from their titles."""

import re
import unicodedata
from collections.abc import Callable

LONGEST = 90


def slug(title: str) -> str:
    """Return a title as CKAN writes addresses: lower-case letters, digits and hyphens, two characters at least."""
    plain = unicodedata.normalize("NFKD", title.replace("’", " ").replace("œ", "oe").replace("æ", "ae"))
    words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower())
    found = words[:LONGEST].strip("-")
    return found if len(found) > 1 else "jeu-de-donnees"


def free_name(title: str, taken: Callable[[str], bool]) -> str:
    """Return an address that no dataset has; a hundred namesakes are more than a portal should hold."""
    wanted = slug(title)
    for number in range(2, 100):
        if not taken(wanted):
            return wanted
        wanted = f"{slug(title)}-{number}"
    return wanted
