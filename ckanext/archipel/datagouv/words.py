"""Texts, addresses and dates as data.gouv.fr stores them."""

import re
from datetime import datetime, timezone
from html.parser import HTMLParser

from ckanext.archipel.rdf.values import QUOTED

QUOTED_BY_CODE = str.maketrans(QUOTED)
ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Tags(HTMLParser):
    """Notes whether a text has HTML tags, as data.gouv.fr looks for them."""

    found = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = True

    def handle_endtag(self, tag: str) -> None:
        self.found = True


def has_html(text: object) -> bool:
    """Tell whether a text has an HTML tag: data.gouv.fr then rewrites it whole, and undoes its Markdown."""
    if "<" not in str(text or ""):
        return False
    parser = _Tags()
    parser.feed(str(text))
    return parser.found


def kept_text(value: object) -> str | None:
    """Return a Markdown text as it is kept, nothing when its HTML makes data.gouv.fr rewrite it."""
    text = kept_line(value) or ""
    return None if has_html(text) else text.strip()


def kept_line(value: object) -> str | None:
    """Return a text that is kept as it is written."""
    return ILLEGAL_IN_XML.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n") if value else None


def kept_url(value: object) -> str:
    """Return an address as the export writes it."""
    return str(value).strip().translate(QUOTED_BY_CODE)


def kept_date(value: object, not_after: datetime | None = None) -> str | None:
    """Return a date, or a date and time, as data.gouv.fr stores it in universal time; one to come is set aside."""
    if not value:
        return None
    moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    utc = aware.astimezone(timezone.utc)
    return None if not_after and utc > not_after else utc.replace(tzinfo=None).isoformat(timespec="seconds")
