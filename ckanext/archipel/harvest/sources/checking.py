"""Asks a catalogue whether it answers and is of its kind, or whose it may be; `trial` shows what would arrive."""

from dataclasses import dataclass

from ckanext.archipel.harvest.asking import ask
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.http_json import read_json, text, with_query
from ckanext.archipel.harvest.kinds.kind import Read, SourceSettings
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items
from ckanext.archipel.harvest.kinds.registry import KINDS, kind_of_url
from ckanext.archipel.harvest.sources.definition import Definition

SEARCH = "https://www.data.gouv.fr/api/1/organizations/"


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
    if definition.search and not definition.filters:
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
        answer = as_dict(read_json(read, with_query(SEARCH, {"q": definition.search, "page_size": 5})))
    except PageError as error:
        return Outcome(False, str(error))
    found = [as_dict(entry) for entry in as_items(answer.get("data"))]
    names = [f"« {text(entry.get('name'))} » ({text(entry.get('id'))})" for entry in found]
    if not names:
        return Outcome(False, f"aucune organisation de data.gouv.fr ne répond à « {definition.search} »")
    return Outcome(True, f"organisations possibles, à choisir vous-même : {', '.join(names)}")
