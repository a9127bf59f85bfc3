"""What French identifiers, telephone numbers and opening hours look like."""

import re
from collections.abc import Callable

from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siren, siret

PHONE = re.compile(
    r"(?:\+33|0033|0)[1-9]\d{8}|(?:\+|00)(?:262|508|590|594|596|681|687|689)\d{6,9}|1\d{1,2}|3\d{3}|11[68]\d{3}"
)
PHONE_SPACING = re.compile(r"[\s.\-()]")
YEARS = re.compile(r"(\d{4})/(\d{4})")

# What doubling a digit adds to the sum of Luhn's rule; the SIREN whose SIRET follow a rule of their own.
DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}
LA_POSTE = "356000000"

# The first level of the nomenclature of the acts that local authorities send for legality control.
ACTS = (
    "Commande publique",
    "Urbanisme",
    "Domaine et patrimoine",
    "Fonction publique",
    "Institutions et vie politique",
    "Libertés publiques et pouvoirs de police",
    "Finances locales",
    "Domaines de compétences par thèmes",
    "Autres domaines de compétences",
)

_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_DAYS = rf"{_DAY}(?:\[-?\d(?:[,-]-?\d)*\])?(?:-{_DAY})?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = rf"(?:\d{{4}} )?(?:{_MONTH}(?: \d{{1,2}})?|easter)"
_DATES = rf"{_DATE}(?: ?- ?(?:{_DATE}|\d{{1,2}}))?"
_HOUR = r"(?:(?:[01]?\d|2[0-8]):[0-5]\d|sunrise|sunset|dawn|dusk|\((?:sunrise|sunset)[+-]\d{2}:\d{2}\))"
_HOURS = rf"{_HOUR}(?:\+| ?- ?{_HOUR}\+?)"
_COMMENT = r'"[^"]*"'
_TOKEN = re.compile(
    rf"24/7|week \d{{1,2}}(?:-\d{{1,2}})?|{_DATES}(?: ?, ?{_DATES})*[:,]?|{_DAYS}(?: ?, ?{_DAYS})*[:,]?"
    rf"|{_HOURS}(?: ?, ?{_HOURS})*|off|closed|open|unknown|{_COMMENT}"
)


def is_siret(value: str) -> bool:
    """Tell whether a value is a SIRET, La Poste's own rule included."""
    return _is_number(value, 14, siret.validate)


def is_siren(value: str) -> bool:
    """Tell whether a value is a SIREN."""
    return _is_number(value, 9, siren.validate)


def is_phone(value: str) -> bool:
    """Tell whether a value is a telephone number that can be dialled in France, however it is spaced."""
    return PHONE.fullmatch(PHONE_SPACING.sub("", value.replace("(0)", ""))) is not None


def is_opening_hours(value: str) -> bool:
    """Tell whether a value follows OpenStreetMap's writing of opening hours, as French schemas use it."""
    rules = re.split(r"\s*(?:;|\|\|)\s*", value.strip().rstrip(";"))
    return all(_is_rule(rule) for rule in rules)


def is_year_interval(value: str, year_only: bool) -> bool:
    """Tell whether a value is two years in order, or one year where the schema allows it."""
    if year_only and re.fullmatch(r"\d{4}", value):
        return True
    years = YEARS.fullmatch(value)
    return years is not None and int(years[1]) < int(years[2])


def is_act_matter(value: str) -> bool:
    """Tell whether a value is a matter of the nomenclature of acts, as « matter/detail »."""
    matter, slash, _detail = value.partition("/")
    return bool(slash) and matter.strip().casefold() in {act.casefold() for act in ACTS}


def _is_rule(rule: str) -> bool:
    # Token by token, so that no value, however odd, takes long.
    position = 0
    while position < len(rule):
        token = _TOKEN.match(rule, position)
        if token is None:
            return False
        position = token.end()
        while position < len(rule) and rule[position] == " ":
            position += 1
    return bool(rule)


def _is_number(value: str, length: int, validate: Callable[[str], str]) -> bool:
    if len(value) != length or not (value.isascii() and value.isdigit()):
        return False
    # python-stdnum takes 20 µs a number, which is long for whole tables: it is asked about the numbers out of the rule.
    if _is_luhn(value) and _is_luhn(value[:9]) and not value.startswith(LA_POSTE):
        return True
    try:
        validate(value)
    except NumberError:
        return False
    return True


def _is_luhn(digits: str) -> bool:
    return (sum(map(int, digits[-1::-2])) + sum(map(DOUBLED.__getitem__, digits[-2::-2]))) % 10 == 0
