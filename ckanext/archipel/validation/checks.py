"""The checks that French schemas ask for beside Table Schema's, under `custom_checks`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.validation import french

Advice = tuple[str, str]
Find = Callable[[Sequence[str]], Advice | None]
Parameters = Mapping[str, Any]

OPERATORS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    ">": ("supérieure à", lambda a, b: a > b),
    ">=": ("supérieure ou égale à", lambda a, b: a >= b),
    "==": ("égale à", lambda a, b: a == b),
    "<=": ("inférieure ou égale à", lambda a, b: a <= b),
    "<": ("inférieure à", lambda a, b: a < b),
}


@dataclass(frozen=True)
class Check:
    """One check: the columns it reads, the first of which is named in the report, and what it finds wrong."""

    name: str
    columns: tuple[str, ...]
    find: Find


def short_name(name: str) -> str:
    """Return the name of a check as it is written now: `french-siret-value` became `siret`."""
    return re.sub(r"-value$", "", re.sub(r"^french-", "", name))


def read_checks(declared: object) -> tuple[list[Check], list[str]]:
    """Read the checks of a schema; those we do not know or cannot read come back as remarks in French."""
    checks, notes = [], []
    for item in declared if isinstance(declared, list) else []:
        name = str(item.get("name", "")) if isinstance(item, Mapping) else str(item)
        build = BUILDERS.get(short_name(name))
        parameters = item.get("params") if isinstance(item, Mapping) else None
        if build is None or not isinstance(parameters, Mapping):
            notes.append(f"Vérification « {name} » du schéma : inconnue du portail, elle n'a pas été faite.")
            continue
        try:
            checks.append(build(parameters))
        except (KeyError, TypeError) as error:
            notes.append(f"Vérification « {name} » du schéma : mal décrite ({error}), elle n'a pas été faite.")
    return checks, notes


def _value_check(name: str, test: Callable[[str], bool], cause: str, remedy: str) -> Callable[[Parameters], Check]:
    """Make the builder of a check of one filled-in cell."""

    def build(parameters: Parameters) -> Check:
        def find(values: Sequence[str]) -> Advice | None:
            return (cause, remedy) if values[0] and not test(values[0]) else None

        return Check(name, (str(parameters["column"]),), find)

    return build


def _year_interval(parameters: Parameters) -> Check:
    year_only = str(parameters.get("allow-year-only", parameters.get("allow_year_only", ""))).lower() in {"yes", "true"}
    remedy = "Écrivez deux années dans l'ordre, comme 2024/2025" + (", ou une année." if year_only else ".")

    def test(value: str) -> bool:
        return french.is_year_interval(value, year_only)

    return _value_check("year-interval", test, "Ce n'est pas un intervalle d'années.", remedy)(parameters)


def _cohesive(parameters: Parameters) -> Check:
    columns = (str(parameters["column"]), *_names(parameters["othercolumns"]))
    listed = ", ".join(columns)

    def find(values: Sequence[str]) -> Advice | None:
        if all(values) or not any(values):
            return None
        empty = ", ".join(name for name, value in zip(columns, values, strict=True) if not value)
        return (
            f"Les colonnes {listed} vont ensemble, et {empty} n'est pas rempli sur cette ligne.",
            "Remplissez-les toutes, ou laissez-les toutes vides.",
        )

    return Check("cohesive-columns", columns, find)


def _compare(parameters: Parameters) -> Check:
    column, other, sign = (str(parameters[key]) for key in ("column", "column2", "op"))
    words, holds = OPERATORS[sign]

    def find(values: Sequence[str]) -> Advice | None:
        if not all(values):
            return None
        numbers = _numbers(values)
        if holds(*(numbers or values)):
            return None
        return (
            f"La valeur de {column} devrait être {words} celle de {other}, qui est « {values[1]} ».",
            "Corrigez l'une des deux.",
        )

    return Check("compare-columns", (column, other), find)


def _sum(parameters: Parameters) -> Check:
    column, parts = str(parameters["column"]), _names(parameters["columns"])

    def find(values: Sequence[str]) -> Advice | None:
        numbers = _numbers(values)
        if not numbers or abs(numbers[0] - sum(numbers[1:])) < 1e-9:
            return None
        return (
            f"{column} devrait être la somme de {', '.join(parts)}, soit {sum(numbers[1:]):g}.",
            "Corrigez le total ou l'un des nombres.",
        )

    return Check("sum-columns", (column, *parts), find)


def _one_of(parameters: Parameters) -> Check:
    columns = (str(parameters["column1"]), str(parameters["column2"]))

    def find(values: Sequence[str]) -> Advice | None:
        cause = f"Ni {columns[0]} ni {columns[1]} n'est rempli."
        return None if any(values) else (cause, "Remplissez au moins l'une de ces deux colonnes.")

    return Check("one-of-required", columns, find)


def _names(value: Iterable[object]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _numbers(values: Sequence[str]) -> list[float] | None:
    try:
        return [float(value) for value in values]
    except ValueError:
        return None


BUILDERS: dict[str, Callable[[Parameters], Check]] = {
    "siret": _value_check(
        "siret",
        french.is_siret,
        "Ce n'est pas un numéro SIRET : sa clé de contrôle ou sa longueur est fausse.",
        "Vérifiez les 14 chiffres, sans espace, sur annuaire-entreprises.data.gouv.fr.",
    ),
    "siren": _value_check(
        "siren",
        french.is_siren,
        "Ce n'est pas un numéro SIREN : sa clé de contrôle ou sa longueur est fausse.",
        "Vérifiez les 9 chiffres, sans espace, sur annuaire-entreprises.data.gouv.fr.",
    ),
    "phone-number": _value_check(
        "phone-number",
        french.is_phone,
        "Ce n'est pas un numéro de téléphone français.",
        "Écrivez-le comme 04 72 61 60 60 ou +33472616060.",
    ),
    "opening-hours": _value_check(
        "opening-hours",
        french.is_opening_hours,
        "Ces horaires ne suivent pas l'écriture d'OpenStreetMap.",
        "Écrivez-les comme « Mo-Fr 08:30-12:00,13:30-17:00; Sa 09:00-12:00 », ou « 24/7 ».",
    ),
    "nomenclature-actes": _value_check(
        "nomenclature-actes",
        french.is_act_matter,
        "Cette matière n'est pas dans la nomenclature des actes.",
        f"Écrivez « matière/détail », la matière étant l'une de : {' ; '.join(french.ACTS)}.",
    ),
    "year-interval": _year_interval,
    "cohesive-columns": _cohesive,
    "compare-columns": _compare,
    "sum-columns": _sum,
    "one-of-required": _one_of,
}
