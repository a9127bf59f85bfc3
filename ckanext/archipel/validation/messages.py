"""Says in French what frictionless finds wrong with a cell or a row, and what to write instead."""

import re
from typing import Any

from frictionless import Error, Field

from ckanext.archipel.validation.report import Problem, short

CONSTRAINT = re.compile(r'constraint "(\w+)"')
SAME_ROW = re.compile(r"position (\d+)")
FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
FRENCH_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[\s\u00a0\u202f]?\d{3})*(?:,\d+)?\s*[€%]?")
MANY = 12

TYPES = {
    "integer": ("un nombre entier", "Écrivez seulement des chiffres, sans espace ni unité, comme 1250."),
    "number": ("un nombre", "Écrivez-le sans espace ni unité, avec un point pour les décimales, comme 1250.50."),
    "date": ("une date", "Écrivez-la comme 2026-03-14 (année-mois-jour)."),
    "datetime": ("une date avec l'heure", "Écrivez-la comme 2026-03-14T09:30:00Z."),
    "time": ("une heure", "Écrivez-la comme 09:30:00."),
    "year": ("une année", "Écrivez-la en quatre chiffres, comme 2026."),
    "geopoint": ("un point géographique", "Écrivez « longitude, latitude », comme 4.8357, 45.7640."),
    "geojson": ("un objet GeoJSON", 'Écrivez un objet GeoJSON, comme {"type": "Point", "coordinates": [4.8, 45.7]}.'),
    "array": ("une liste", 'Écrivez une liste JSON, comme ["a", "b"].'),
    "object": ("un objet JSON", 'Écrivez un objet JSON, comme {"a": 1}.'),
}
FORMATS = {
    "email": ("une adresse électronique", "Écrivez-la comme service@exemple.fr."),
    "uri": ("une adresse web", "Écrivez-la entière, avec https://."),
    "uuid": ("un identifiant UUID", "Il a la forme 123e4567-e89b-12d3-a456-426614174000."),
}


def cell_problem(error: Error, field: Field) -> Problem:
    """Return what is wrong with a cell; `field` is that of its column."""
    cell = str(getattr(error, "cell", "") or "")
    if error.type == "type-error":
        cause, remedy = _type(cell, field)
        code = "type"
    elif error.type == "unique-error":
        cause, remedy = _same(error, "La valeur"), "Chaque valeur de cette colonne doit être différente."
        code = "unique"
    else:
        found = CONSTRAINT.search(error.note)
        code = found[1] if found else error.type
        cause, remedy = _constraint(code, cell, field)
    return Problem(getattr(error, "row_number", None), field.name, short(cell), code, cause, remedy)


def row_problem(error: Error, columns: int, key: list[str]) -> Problem:
    """Return what is wrong with a whole row; `columns` is how many it should have, `key` its primary key."""
    row = getattr(error, "row_number", None)
    cells = getattr(error, "cells", [])
    if error.type == "blank-row":
        return Problem(row, "", "", "blank-row", "La ligne est vide.", "Supprimez-la.")
    if error.type in {"extra-cell", "missing-cell"}:
        more = error.type == "extra-cell"
        hint = "Mettez entre guillemets les valeurs qui contiennent le séparateur." if more else "Complétez la ligne."
        cause = f"La ligne a {len(cells)} cellules au lieu de {columns}."
        return Problem(row, "", short(cells[-1] if more and cells else ""), error.type, cause, hint)
    if error.type == "primary-key":
        names = ", ".join(key)
        cause = (
            _same(error, f"L'identifiant ({names})") if SAME_ROW.search(error.note) else f"{names} n'est pas rempli."
        )
        return Problem(row, names, "", "primary-key", cause, "Donnez à chaque ligne un identifiant qui lui est propre.")
    return Problem(row, "", "", error.type, f"La ligne n'est pas valide : {error.note}", "Corrigez la ligne.")


def _type(cell: str, field: Field) -> tuple[str, str]:
    if field.type == "boolean":
        yes, no = (_listed(getattr(field, name)) for name in ("true_values", "false_values"))
        return "Ce n'est ni oui ni non au sens du schéma.", f"Écrivez {yes} pour oui, {no} pour non."
    what, remedy = FORMATS.get(field.format or "", TYPES.get(field.type, ("une valeur de ce type", "Corrigez-la.")))
    if field.type == "date" and field.format not in {None, "default", "any", "%Y-%m-%d"}:
        remedy = f"Écrivez-la au format {field.format}."
    suggestion = _suggestion(cell, field)
    return f"Ce n'est pas {what}.", f"Écrivez {suggestion}." if suggestion else remedy


def _suggestion(cell: str, field: Field) -> str:
    """Return what the writer surely meant, when only the French way of writing it is at fault."""
    date = FRENCH_DATE.fullmatch(cell.strip())
    if field.type == "date" and field.format in {None, "default", "%Y-%m-%d"} and date:
        day, month, year = date.groups()
        return f"{year}-{month:0>2}-{day:0>2}" if int(month) <= MANY and int(day) <= 31 else ""
    if field.type in {"number", "integer"} and FRENCH_NUMBER.fullmatch(cell.strip()):
        return re.sub(r"[^\d.+-]", "", cell.replace(",", "."))
    return ""


def _constraint(name: str, cell: str, field: Field) -> tuple[str, str]:
    limit: Any = field.constraints.get(name)
    if name == "enum":
        allowed = [str(value) for value in limit or []]
        shown = _listed(allowed[:MANY]) + (f"… ({len(allowed)} valeurs, voir le schéma)" if len(allowed) > MANY else "")
        return "Cette valeur n'est pas dans la liste du schéma.", f"Choisissez parmi : {shown}."
    sentences = {
        "required": ("Cette cellule est vide, et le schéma demande une valeur.", "Remplissez-la."),
        "pattern": ("Cette valeur n'a pas la forme attendue.", f"{_example(field)}Forme attendue : {limit}"),
        "minimum": (f"Cette valeur est trop petite : le minimum est {limit}.", "Vérifiez-la, et son unité."),
        "maximum": (f"Cette valeur est trop grande : le maximum est {limit}.", "Vérifiez-la, et son unité."),
        "minLength": (f"Ce texte a {len(cell)} caractères, il en faut au moins {limit}.", "Complétez-le."),
        "maxLength": (f"Ce texte a {len(cell)} caractères, le maximum est {limit}.", "Raccourcissez-le."),
    }
    return sentences.get(name, (f"Cette valeur ne respecte pas la règle « {name} » du schéma.", "Corrigez-la."))


def _example(field: Field) -> str:
    return f"Par exemple : {short(field.example)}. " if field.example else ""


def _same(error: Error, what: str) -> str:
    row = SAME_ROW.search(error.note)
    return f"{what} est la même qu'à la ligne {row[1]}." if row else f"{what} n'est pas unique."


def _listed(values: list[str]) -> str:
    return ", ".join(f"« {value} »" for value in values)
