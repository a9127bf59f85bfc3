"""Keywords as their producer wrote them, minus what would break the search page or the database."""

import re

MAX_LENGTH = 100
REFUSED = '"\\'
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
SPACES = re.compile(r"\s+")
TRANSLATION = str.maketrans({'"': "”", "\\": "/"})


def refused_characters(keyword: str) -> list[str]:
    """List the characters of a keyword that cannot be kept, each once."""
    return sorted({letter for letter in keyword if letter in REFUSED or letter == "," or CONTROL.match(letter)})


def clean_keyword(text: str) -> str | None:
    """Write a keyword in a way that can be stored: no quotes, backslashes or control characters, 100 characters."""
    text = CONTROL.sub(" ", text).translate(TRANSLATION).replace(",", " ")
    text = SPACES.sub(" ", text).strip()
    if len(text) > MAX_LENGTH:
        text = _cut(text)
    return text or None


def split_keywords(text: str) -> list[str]:
    """Split a text at its commas into clean keywords, each once, in order."""
    cleaned = (clean_keyword(part) for part in text.split(","))
    return list(dict.fromkeys(keyword for keyword in cleaned if keyword))


def _cut(text: str) -> str:
    head = text[:MAX_LENGTH]
    whole_words = head.rsplit(" ", 1)[0] if text[MAX_LENGTH] != " " else head
    return whole_words.strip() or head.strip()
