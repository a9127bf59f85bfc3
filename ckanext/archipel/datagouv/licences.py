"""Which of its own licences data.gouv.fr recognises in what a catalogue wrote, as udata's `License.guess` does."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

UNSPECIFIED = "notspecified"
ADDRESS = re.compile(r"https?://\S+")
NEAR = 2


@dataclass(frozen=True)
class Known:
    """A licence of data.gouv.fr's list."""

    id: str
    title: str
    url: str = ""
    other_titles: tuple[str, ...] = ()
    other_urls: tuple[str, ...] = ()


ETALAB = "https://www.etalab.gouv.fr"
OPEN_LICENCE_TITLES = (
    "License Etalab",
    "License Etalab v2",
    "License Etalab v2.0",
    "Licence Ouverte (Etalab)",
    "License Ouverte",
    "Licence Ouverte v2",
    "Licence Ouverte v2.0",
    "Licence Ouverte v2.0 (Etalab)",
    "Licence Ouverte version 2.0",
    "Open Licence v2",
    "Open Licence v2.0",
    "Open Licence version 2.0",
    "Licence Ouverte / Open Licence v2",
    "Licence Ouverte / Open Licence v2.0",
    "etalab-2.0",
)
LICENCES = (
    Known("cc-by", "Creative Commons Attribution", "http://www.opendefinition.org/licenses/cc-by"),
    Known("cc-by-sa", "Creative Commons Attribution Share-Alike", "http://www.opendefinition.org/licenses/cc-by-sa"),
    Known("cc-zero", "Creative Commons CCZero", "http://www.opendefinition.org/licenses/cc-zero"),
    Known(
        "fr-lo",
        "Licence Ouverte / Open Licence",
        f"{ETALAB}/wp-content/uploads/2014/05/Licence_Ouverte.pdf",
        ("LO/OL",),
        (f"{ETALAB}/wp-content/uploads/2014/05/Open_Licence.pdf",),
    ),
    Known(
        "lov2",
        "Licence Ouverte / Open Licence version 2.0",
        f"{ETALAB}/licence-ouverte-open-licence",
        OPEN_LICENCE_TITLES,
        (
            f"{ETALAB}/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
            "https://github.com/etalab/Licence-Ouverte/blob/master/LO.md",
        ),
    ),
    Known(UNSPECIFIED, "License Not Specified"),
    Known("odc-by", "Open Data Commons Attribution License", "http://opendatacommons.org/licenses/by/summary/"),
    Known(
        "odc-odbl",
        "Open Data Commons Open Database License (ODbL)",
        "http://opendatacommons.org/licenses/odbl/summary/",
        ("Open Database License (ODbL) 1.0", "Open Data Commons Open Database License 1.0", "Open Database License"),
        ("https://opendefinition.org/licenses/odc-odbl",),
    ),
    Known(
        "odc-pddl",
        "Open Data Commons Public Domain Dedication and Licence (PDDL)",
        "http://opendatacommons.org/licenses/pddl/summary/",
    ),
    Known("other-at", "Other (Attribution)"),
    Known("other-open", "Other (Open)"),
    Known("other-pd", "Other (Public Domain)"),
)


def guess(texts: Iterable[str]) -> str:
    """Return the id of the first licence recognised in these texts or addresses, `notspecified` when there is none."""
    pieces = (piece for text in texts for piece in _pieces(text))
    return next((found for piece in pieces if (found := _guess_one(piece))), UNSPECIFIED)


def slug(text: str) -> str:
    """Return a text as data.gouv.fr makes it a keyword or an identifier: no accents, apostrophes removed, hyphens."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", re.sub(r"['’]", "", bare)).strip("-")


def _pieces(text: str) -> tuple[str, ...]:
    address = ADDRESS.search(text.rstrip("."))
    return (address[0], text.replace(address[0], "").strip()) if address else (text,)


@lru_cache(maxsize=1000)
def _guess_one(text: str) -> str | None:
    text = text.strip().lower()
    if not text:
        return None
    exact = (licence.id for licence in LICENCES if _is_exactly(licence, text))
    return next(exact, None) or _by_address(text) or _nearest(text)


def _is_exactly(licence: Known, text: str) -> bool:
    return text in (licence.id, licence.url.lower(), *(url.lower() for url in licence.other_urls)) or (
        slug(text) == slug(licence.title)
    )


def _by_address(text: str) -> str | None:
    if not ADDRESS.fullmatch(text):
        return None
    parts = urlsplit(text)
    bare = parts.netloc + parts.path.rstrip("/")
    found = (each.id for each in LICENCES if bare in each.url.lower() or any(bare in url for url in each.other_urls))
    return next(found, None)


def _nearest(text: str) -> str | None:
    rounds = (
        [(licence.id, slug(licence.title), slug(text)) for licence in LICENCES],
        [(licence.id, licence.title.lower(), text) for licence in LICENCES],
        [(licence.id, slug(title), slug(text)) for licence in LICENCES for title in licence.other_titles],
    )
    for candidates in rounds:
        near = {identifier for identifier, title, wanted in candidates if _distance(title, wanted) <= NEAR}
        # Two licences as near as each other: data.gouv.fr chooses neither.
        if len(near) == 1:
            return near.pop()
    return None


def _distance(one: str, other: str) -> int:
    """Return how many letters to change to go from one text to the other, roughly when that is many."""
    if abs(len(one) - len(other)) > NEAR:
        return NEAR + 1
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, wanted in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != wanted))
    return row[-1]
