"""Recognises a licence in whatever a catalogue wrote: an address, a name, a sentence."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ckanext.archipel.vocabulary import fold, vocabulary

MAX_TEXT = 5000
ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
MARKUP = re.compile(r"<[^>]{0,500}>")
ENDING = re.compile(r"(?:/legalcode|/deed)?(?:\.[a-z]{2})?(?:\.html?)?/*$")
DOUBT = re.compile(r"\b(?:pas|non|hors|sauf|except|not|without|sans)\b")
PHRASES = (
    ("fr-lo", re.compile(r"\b(?:licence ouverte|open licence|etalab)\b.{0,40}\b(?:v|version )?1(?: 0)?\b")),
    ("lov2", re.compile(r"\b(?:licence ouverte|open licence|etalab)\b")),
    ("odc-odbl", re.compile(r"\b(?:odbl|open database licen[cs]e)\b")),
)


def match_licence(texts: Iterable[str]) -> str | None:
    """Return the id of the first licence recognised, looking for exact names and addresses before sentences."""
    candidates = [text.strip() for text in texts if text and len(text) <= MAX_TEXT]
    exact = (_exact(text) for text in candidates)
    sentences = (_in_sentence(text) for text in candidates)
    return next((licence for found in (exact, sentences) for licence in found if licence), None)


def _exact(text: str) -> str | None:
    addresses = [text] if ADDRESS.fullmatch(text) else ADDRESS.findall(text)
    for address in addresses:
        if licence := _addresses().get(_simplify(address)):
            return licence
    term = vocabulary("licence").find(text)
    return term.id if term and term.id != "notspecified" else None


def _in_sentence(text: str) -> str | None:
    if ADDRESS.fullmatch(text):
        return None
    words = fold(ADDRESS.sub(" ", MARKUP.sub(" ", text)))
    if DOUBT.search(words):
        return None
    found = [licence for licence, phrase in PHRASES if phrase.search(words)]
    # Naming version 1 also names the licence itself.
    if found[:2] == ["fr-lo", "lov2"]:
        found.remove("lov2")
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    table: dict[str, str] = {}
    for term in vocabulary("licence").terms:
        spdx = f"https://spdx.org/licenses/{term.spdx}" if term.spdx else ""
        for address in (term.uri, term.eu_uri, spdx, *term.aliases):
            if ADDRESS.fullmatch(address):
                table.setdefault(_simplify(address), term.id)
    return table


def _simplify(address: str) -> str:
    bare = address.lower().split("://", 1)[1].split("#")[0].split("?")[0].removeprefix("www.").rstrip(".,;:)")
    return ENDING.sub("", bare)
