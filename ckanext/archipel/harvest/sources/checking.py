"""Asks a catalogue whether it answers and is of its kind, or whose it may be; `trial` shows what would arrive."""

from dataclasses import dataclass

from ckanext.archipel.harvest.asking import ask
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import Read, SourceSettings
from ckanext.archipel.harvest.kinds.registry import KINDS, kind_of_url
from ckanext.archipel.harvest.sources.definition import Definition
from ckanext.archipel.harvest.sources.proposals import is_to_be_looked_up, proposals


@dataclass(frozen=True)
class Outcome:
    """What a catalogue answered."""

    reachable: bool
    told: str


def settings_of(definition: Definition) -> SourceSettings:
    """Return what the kind of a definition has to know."""
    return SourceSettings(definition.endpoint, definition.filters, definition.default_licence, definition.territory)


def check(definition: Definition, read: Read = ask) -> Outcome:
    """Read the first page of a catalogue, or propose the organisations of data.gouv.fr it may be."""
    if is_to_be_looked_up(definition):
        return _proposals(definition, read)
    kind = KINDS.get(definition.kind) or kind_of_url(definition.endpoint)
    if kind is None:
        return Outcome(False, "type inconnu : ouvrez l'adresse et cherchez comment ce catalogue se lit")
    try:
        page = next(iter(kind.pages(settings_of(definition), read)))
    except PageError as error:
        return Outcome(False, str(error))
    wrong = sum(bool(record.problem) for record in page.records)
    total = f" sur {page.total} annoncées" if page.total is not None else ""
    told = f"{kind.name} : {len(page.records)} notices sur la première page{total}, {wrong} illisible(s)"
    return Outcome(bool(page.records), told)


def _proposals(definition: Definition, read: Read) -> Outcome:
    """Look an organisation up by its name; choosing one of those found is for a person."""
    try:
        names = [f"« {each.name} » ({each.id})" for each in proposals(definition, read)]
    except PageError as error:
        return Outcome(False, str(error))
    if not names:
        return Outcome(False, f"aucune organisation de data.gouv.fr ne répond à « {definition.search} »")
    return Outcome(True, f"organisations possibles, à choisir vous-même : {', '.join(names)}")
