"""Durations, distances and reference systems as people write them, turned into what the catalogue holds."""

import re
from decimal import Decimal, InvalidOperation

from ckanext.archipel.vocabulary import fold, vocabulary

DURATION = re.compile(
    r"P(?=.)(?:(?:\d{1,6}Y)?(?:\d{1,6}M)?(?:\d{1,6}D)?(?:T(?=.)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}(?:\.\d{1,6})?S)?)?)",
    re.ASCII,
)
WEEKS = re.compile(r"P(\d{1,5})W", re.ASCII)
IN_WORDS = re.compile(r"(?:(\d{1,6}) ?|(?:un|une|one|an?) )?([a-z]+)")
METRES = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?) ?(m|metres?|meters?|km|cm)?")
EPSG = re.compile(r"(?:.*\bepsg(?:[:/ ]+(?:[\d.]*[:/]+)?))?(\d{4,6})", re.IGNORECASE | re.ASCII)
CRS = "http://www.opengis.net/def/crs/EPSG/0/"
UNITS = {
    **dict.fromkeys(("s", "seconde", "secondes", "second", "seconds"), "PT{}S"),
    **dict.fromkeys(("min", "minute", "minutes"), "PT{}M"),
    **dict.fromkeys(("h", "heure", "heures", "hour", "hours"), "PT{}H"),
    **dict.fromkeys(("j", "jour", "jours", "day", "days"), "P{}D"),
    **dict.fromkeys(("mois", "month", "months"), "P{}M"),
    **dict.fromkeys(("an", "ans", "annee", "annees", "year", "years"), "P{}Y"),
}
FACTORS = {
    **dict.fromkeys(("semaine", "semaines", "week", "weeks"), (7, "P{}D")),
    **dict.fromkeys(("trimestre", "trimestres", "quarter", "quarters"), (3, "P{}M")),
    **dict.fromkeys(("semestre", "semestres"), (6, "P{}M")),
}
SCALES = {"km": Decimal(1000), "cm": Decimal("0.01")}


def normalise_duration(text: str) -> str | None:
    """Write a duration, in words or in ISO 8601, as an XML duration (`P1D`, `PT15M`)."""
    text = text.strip()
    if len(text) > 60:
        return None
    if DURATION.fullmatch(text.upper()):
        return text.upper()
    if weeks := WEEKS.fullmatch(text.upper()):
        return f"P{int(weeks[1]) * 7}D"
    match = IN_WORDS.fullmatch(fold(text))
    if match is None:
        return None
    factor, pattern = FACTORS.get(match[2], (1, UNITS.get(match[2], "")))
    count = int(match[1] or 1) * factor
    return pattern.format(count) if pattern and count else None


def normalise_metres(text: str) -> str | None:
    """Write a distance in metres as a plain decimal number, greater than zero."""
    match = METRES.fullmatch(text.strip().lower().replace("è", "e"))
    if match is None:
        return None
    try:
        value = Decimal(match[1].replace(",", ".")) * SCALES.get(match[2] or "m", Decimal(1))
    except InvalidOperation:
        return None
    return f"{value:f}".rstrip("0").rstrip(".") if value and "." in f"{value:f}" else f"{value:f}" if value else None


def normalise_reference_system(text: str) -> str | None:
    """Write a coordinate reference system, by code, name or address, as its address in the OGC register."""
    text = text.strip()
    if len(text) > 200:
        return None
    words = vocabulary("reference_system")
    if (term := words.find(text)) is not None:
        return words.value(term)
    match = EPSG.fullmatch(text.rstrip("/"))
    return f"{CRS}{match[1]}" if match else None
