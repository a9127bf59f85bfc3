"""The numbers and names that tell an organization from all others. Free of CKAN."""

import re
from urllib.parse import urlsplit

from stdnum import exceptions
from stdnum.fr import siren, siret

DATAGOUV_HOSTS = frozenset({"data.gouv.fr", "www.data.gouv.fr"})
DATAGOUV_ID = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*-?")
MAX_LENGTH = 200


def normalise_siren(text: str) -> str | None:
    """Return the SIREN, nine digits, that a text gives as a SIREN or within a SIRET; nothing when its key is wrong."""
    if len(text) > MAX_LENGTH or not text.isascii():
        return None
    try:
        number = siret.compact(text)
        return str(siret.to_siren(siret.validate(number)) if len(number) == 14 else siren.validate(number))
    except exceptions.ValidationError:
        return None


def normalise_datagouv_id(text: str) -> str | None:
    """Return the id or the short name of an organization of data.gouv.fr, given as such or as its page's address."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    if "://" in text:
        text = _in_address(text)
    return text if DATAGOUV_ID.fullmatch(text) else None


def _in_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    folders = [part for part in parts.path.split("/") if part]
    if host not in DATAGOUV_HOSTS or "organizations" not in folders[:-1]:
        return ""
    return folders[folders.index("organizations") + 1]
