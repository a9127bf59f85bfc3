"""Dates as catalogues write them, turned into ISO dates."""

import re
from datetime import date, datetime

from ckanext.archipel.vocabulary import fold

MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
YEAR_OR_MONTH = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
IN_WORDS = re.compile(r"(?:([0-9]{1,2})(?:er)? )?([a-z]+) ([0-9]{4})")
ISO_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9:]{5,8})(?:[.,]([0-9]{1,9}))?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def normalise_date(value: str) -> str | None:
    """Write a date as `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an ISO date and time; day comes first when it is ambiguous."""
    value = value.strip()
    if len(value) > 40 or (not value.isascii() and not value.isprintable()):
        return None
    if match := YEAR_OR_MONTH.fullmatch(value):
        return value if match[1] != "0000" else None
    if match := ISO_DAY.fullmatch(value) or COMPACT.fullmatch(value):
        return _day(match[1], match[2], match[3])
    if match := DAY_FIRST.fullmatch(value):
        return _day(match[3], match[2], match[1])
    if match := ISO_TIME.fullmatch(value):
        return _moment(match)
    return _in_words(value)


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _moment(match: re.Match[str]) -> str | None:
    zone = (match[4] or "").replace("Z", "+00:00")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}")
    except ValueError:
        return None
    without_time = moment.tzinfo is None and not (moment.hour or moment.minute or moment.second)
    return moment.date().isoformat() if without_time else moment.isoformat()


def _in_words(value: str) -> str | None:
    match = IN_WORDS.fullmatch(fold(value))
    if match is None or match[2] not in MONTHS:
        return None
    month = MONTHS.index(match[2]) + 1
    return _day(match[3], str(month), match[1]) if match[1] else f"{match[3]}-{month:02}"
