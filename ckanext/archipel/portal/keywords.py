"""Writes keywords in the only way that CKAN accepts without us."""

import re

MAX_LENGTH = 100
REFUSED = re.compile(r"[^\w \-.]+")
JOINED = re.compile(r"(?<=\w)[/&+](?=\w)")
SPACES = re.compile(r"\s+")


def is_stock(keyword: str) -> bool:
    """Tell whether CKAN alone accepts a keyword: letters, digits, spaces, `-`, `_` and `.`, 2 to 100 of them."""
    return 2 <= len(keyword) <= MAX_LENGTH and not REFUSED.search(keyword)


def as_stock(keyword: str) -> str | None:
    """Write a keyword so that CKAN alone accepts it; nothing when nothing readable is left."""
    text = REFUSED.sub(" ", JOINED.sub("-", keyword))
    text = SPACES.sub(" ", text).strip()[:MAX_LENGTH].strip()
    if not re.search(r"\w", text):
        return None
    return text if len(text) > 1 else f"{text}."


def as_stock_list(keywords: list[str]) -> list[str]:
    """Write a dataset's keywords so that CKAN alone accepts them, each once."""
    written = (keyword if is_stock(keyword) else as_stock(keyword) for keyword in keywords)
    return list(dict.fromkeys(keyword for keyword in written if keyword))
