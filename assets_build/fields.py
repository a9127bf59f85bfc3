"""Write the tables of docs/champs.md from the schemas, so that the page and the documentation cannot disagree.

Usage: python3 -m assets_build.fields [--check]   (in an environment that holds the extension)
"""

import argparse
import re
import sys
from functools import partial
from pathlib import Path

from ckanext.archipel.dataset.reference import PARTS, markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "champs.md"


def written(text: str) -> str:
    """Return the page with its tables replaced by what the schemas say."""
    for part, _, _ in PARTS:
        table = re.compile(rf"(<!-- table: {part} -->\n).*?(<!-- end -->)", re.DOTALL)
        text, count = table.subn(partial(_filled, markdown(part)), text)
        if count != 1:
            raise ValueError(f"docs/champs.md has no place for the table {part!r}")
    return text


def _filled(content: str, match: re.Match[str]) -> str:
    return f"{match[1]}{content}{match[2]}"


def main() -> int:
    """Write the page, or only say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail when the page is out of date")
    before = PAGE.read_text(encoding="utf-8")
    after = written(before)
    if not parser.parse_args().check:
        PAGE.write_text(after, encoding="utf-8")
        return 0
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())
