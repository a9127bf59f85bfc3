"""What a text must not hold for the pages that show it as Markdown to stay quick. Free of CKAN."""

import re

MAX_LENGTH = 50_000
MAX_OPEN = 20
# Python-Markdown tries every length of a run against the whole text: 2,000 backticks take most of a minute.
BACKTICKS = re.compile("`{11}")
PAIRS = ("[]", "()")


def is_tangled(text: str) -> bool:
    """Tell whether a text has brackets so nested or unclosed, or runs of backticks so long, that showing it stalls."""
    return BACKTICKS.search(text) is not None or any(_depth(text, *pair) > MAX_OPEN for pair in PAIRS)


def _depth(text: str, opening: str, closing: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(f"[{re.escape(opening + closing)}]", text):
        depth = depth + 1 if bracket == opening else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
