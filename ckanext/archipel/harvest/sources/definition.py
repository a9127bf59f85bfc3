"""What is known of a catalogue of the region, loaded from YAML with strict checks. Free of CKAN."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from stdnum.fr import siren as siren_numbers

from ckanext.archipel.dataset.fields import clean_url, normalise_territory
from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.settings import FILTERS

FOLDER = Path(__file__).parent
SCHEDULES = ("MANUAL", "MONTHLY", "WEEKLY", "BIWEEKLY", "DAILY")
CONFIDENCES = ("high", "medium", "low")
ALREADY = ("yes", "no", "unknown")
NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class DefinitionError(ValueError):
    """A definition is wrong; the message, in French, says which and how."""


@dataclass(frozen=True)
class Definition:
    """A catalogue: whose, where, how it is read, and how sure that is.

    `ready` ones may be put into service by a person; the others are to be checked by hand first. Without a `kind`,
    nobody knows yet how to read it; `search` is what to look its organisation up with on data.gouv.fr. A dataset that
    two ranked ones give is that of the smallest `rank`: 1 for who makes the data, 2 for who copies them.
    """

    key: str
    owner: str
    organization: Mapping[str, str]
    territory: tuple[str, ...]
    kind: str
    endpoint: str
    schedule: str
    confidence: str
    evidence: str
    # Whether data.gouv.fr has its datasets from somebody else, and how that is known.
    already_on_datagouv: str
    datagouv_evidence: str
    ready: bool
    portal: str = ""
    siren: str = ""
    datagouv_organization: str = ""
    search: str = ""
    note: str = ""
    default_licence: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0

    @property
    def source_name(self) -> str:
        """The name of its source in the portal."""
        return f"source-{self.key}"

    @property
    def may_be_on_datagouv(self) -> bool:
        """Whether data.gouv.fr may have its datasets already: sent by this portal too, each would be there twice."""
        return self.already_on_datagouv != "no"


@cache
def definitions() -> tuple[Definition, ...]:
    """List the catalogues of the region, those that are ready first."""
    found = [definition for path in sorted(FOLDER.glob("*.yaml")) for definition in load(path)]
    keys = [definition.key for definition in found]
    if doubles := {key for key in keys if keys.count(key) > 1}:
        raise DefinitionError(f"Sources définies deux fois : {', '.join(sorted(doubles))}.")
    return tuple(sorted(found, key=lambda definition: not definition.ready))


def load(path: Path) -> list[Definition]:
    """Load the definitions of a file."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        raise DefinitionError(f"{path.name} : une liste de sources est attendue.")
    return [read(entry, f"{path.name}, entrée {number}") for number, entry in enumerate(entries, 1)]


def read(entry: Any, where: str) -> Definition:
    """Read one definition, refusing whatever it does not know."""
    if not isinstance(entry, dict):
        raise DefinitionError(f"{where} : un objet est attendu.")
    known = {item.name for item in fields(Definition)}
    if unknown := set(entry) - known:
        raise DefinitionError(f"{where} : champ inconnu « {min(map(str, unknown))} ».")
    try:
        definition = Definition(**{**entry, "territory": tuple(entry["territory"])})
    except (KeyError, TypeError) as error:
        raise DefinitionError(f"{where} : champ manquant ou mal formé ({error}).") from error
    for problem in _problems(definition):
        raise DefinitionError(f"{where} ({definition.key}) : {problem}")
    return definition


def _problems(found: Definition) -> list[str]:
    texts = (item.name for item in fields(Definition) if item.type is str)
    checks = {
        "un texte est attendu partout où c'en est un (« yes » et « no » entre guillemets).": all(
            isinstance(getattr(found, name), str) for name in texts
        ),
        "« ready » est vrai ou faux.": isinstance(found.ready, bool),
        "le rang (rank) est un nombre entier.": type(found.rank) is int and found.rank >= 0,
    }
    if all(checks.values()):
        checks |= {
            "la clé s'écrit en minuscules, chiffres et tirets.": bool(found.key) and set(found.key) <= NAME,
            "l'adresse n'est pas en http(s).": clean_url(found.endpoint) is not None,
            f"le type n'est pas l'un de {', '.join(sorted(KINDS))}.": found.kind in KINDS or not found.kind,
            "une source prête dit son type.": bool(found.kind) or not found.ready,
            f"le rythme n'est pas l'un de {', '.join(SCHEDULES)}.": found.schedule in SCHEDULES,
            f"la confiance n'est pas l'une de {', '.join(CONFIDENCES)}.": found.confidence in CONFIDENCES,
            "il manque de quoi cela se sait (evidence).": bool(found.evidence.strip()),
            f"« already_on_datagouv » n'est pas l'un de {', '.join(ALREADY)}.": found.already_on_datagouv in ALREADY,
            "il manque d'où cela se sait (datagouv_evidence).": bool(found.datagouv_evidence.strip()),
            "un territoire est inconnu.": all(normalise_territory(zone) == zone for zone in found.territory),
            "l'organisation a un nom et un titre.": set(found.organization) == {"name", "title"},
            "le SIREN est faux.": not found.siren or siren_numbers.is_valid(found.siren),
            f"un filtre n'est pas l'un de {', '.join(FILTERS)}.": set(found.filters) <= set(FILTERS),
        }
    return [problem for problem, right in checks.items() if not right]
