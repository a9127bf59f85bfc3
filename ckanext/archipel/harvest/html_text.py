"""Turns the HTML that some catalogues put in descriptions into Markdown-friendly text."""

import re
from html.parser import HTMLParser

from ckanext.archipel.dataset.texts import has_unclosed_tags

MARKUP = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|h[1-6]|i|iframe|img|li|ol|p|script|span|strong|style|table|td|th|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
BLOCKS = {"blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "table", "tr", "ul"}
HIDDEN = {"script", "style"}
# A longer text, or one of tags or quotes without end, would stall the parser: its tags are only cut out of it.
MAX_LENGTH = 100_000
MAX_BROKEN = 20
TAG = re.compile(r"<[A-Za-z][^<>]*>")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
BLANK_LINES = re.compile(r"\n\s*\n\s*")


def to_text(text: str) -> str:
    """Return the text without HTML; text that holds none is returned as it is."""
    if not MARKUP.search(text):
        return text
    if len(text) > MAX_LENGTH or has_unclosed_tags(text) or _has_unclosed_quotes(text):
        return MARKUP.sub("", text).strip()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = BLANK_LINES.sub("\n\n", "".join(reader.pieces))
    return "\n".join(line.strip() for line in lines.split("\n")).strip()


def _has_unclosed_quotes(text: str) -> bool:
    written = (QUOTED.sub("", tag[0]) for tag in TAG.finditer(text))
    return sum(1 for rest in written if "'" in rest or '"' in rest) > MAX_BROKEN


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self.hidden += 1
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in BLOCKS:
            self.pieces.append("\n" if tag in {"br", "tr"} else "\n\n")
        elif tag == "a":
            href = (dict(attrs).get("href") or "").strip()
            self.link = href if href.startswith(("http://", "https://")) else ""
            self.pieces.append("[" if self.link else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a" and self.link:
            self.pieces.append(f"]({self.link})")
            self.link = ""
        elif tag in BLOCKS - {"br", "tr"}:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)
