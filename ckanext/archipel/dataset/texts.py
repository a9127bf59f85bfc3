"""What a text must not hold for the pages that show it as Markdown to stay quick. Free of CKAN."""

import re

MAX_LENGTH = 50_000
MAX_OPEN = 20
# Each sign of emphasis may be tried against all others.
EMPHASIS = "_*`"
MAX_EMPHASIS = 1_000
# Python-Markdown tries every length of a run of backticks against the whole text: 2,000 take most of a minute.
# Lists within lists, on a line or by indentation, take it beyond what Python can call.
MARK = r"(?:>[ \t]*|(?:[-*+]|\d{1,9}\.)[ \t]+)"
RUNS = re.compile(rf"`{{11}}|(?:{MARK}){{31}}|^(?:\t{{31}}| {{93}})[ \t]*{MARK}", re.MULTILINE)
# What opens and what closes it; a "<" that opens no tag is a sign of mathematics.
TAGS = re.compile(r"(<[A-Za-z/!?])|>")
COMMENTS = re.compile(r"(<!--)|-->")
PAIRS = (re.compile(r"(\[)|\]"), re.compile(r"(\()|\)"), TAGS)


def is_tangled(text: str) -> bool:
    """Tell whether a text has so many signs, or brackets and lists so nested or unclosed, that showing it stalls."""
    if RUNS.search(text) or sum(map(text.count, EMPHASIS)) > MAX_EMPHASIS:
        return True
    return any(_depth(text, pair) > MAX_OPEN for pair in PAIRS)


def has_unclosed_tags(text: str) -> bool:
    """Tell whether so many tags or comments wait for their end that a parser, which looks for it from each, stalls."""
    return _depth(text, TAGS) > MAX_OPEN or _depth(text, COMMENTS) > MAX_OPEN


def _depth(text: str, pair: "re.Pattern[str]") -> int:
    depth = deepest = 0
    for bracket in pair.finditer(text):
        depth = depth + 1 if bracket[1] else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
