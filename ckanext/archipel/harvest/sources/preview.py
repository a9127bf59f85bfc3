"""Shows what a known catalogue would bring, by the trial that the page of sources does; nothing is written."""

from collections.abc import Callable, Iterator

from ckan import model

from ckanext.archipel.harvest.form.partners import of_definition
from ckanext.archipel.harvest.sources.definition import Definition
from ckanext.archipel.harvest.sources.sync import source_of
from ckanext.archipel.harvest.trial import work
from ckanext.archipel.harvest.trial.reading import Extent, Outcome, attempt


def preview(definition: Definition, limit: int, tell: Callable[[Outcome], None]) -> Outcome:
    """Try a catalogue until this many records are read, and tell as one goes."""
    organization = model.Group.get(definition.organization["name"])
    values = of_definition(definition, {organization.name: organization.id} if organization else {})
    known = source_of(definition)
    try:
        source = work.source_of(values, known["id"] if known else None)
        return attempt(source, tell, Extent(most=limit, examples=limit))
    finally:
        # As after a trial: nothing of the session is to stay.
        model.Session.rollback()


def lines(outcome: Outcome) -> Iterator[str]:
    """Tell what a trial found, as a command prints it."""
    for example in outcome.examples:
        zones = ", ".join(example["territory"]) or "aucun territoire"
        yield f"✓ {example['title']}"
        yield f"    {example['uri'] or '-'} — {example['licence']}, {zones}, {example['files']} ressource(s)"
        yield from (f"    ! {warning}" for warning in example["warnings"])
    yield from (f"= {each['title']} : déjà donné par « {each['source']} »" for each in outcome.duplicates)
    yield from (f"✗ {message}" for message in outcome.refusals)
    total = f" sur {outcome.total}" if outcome.total is not None else ""
    yield (
        f"{outcome.read} notice(s) lues{total} : {outcome.new} à ajouter, {outcome.changed} à modifier, "
        f"{outcome.unchanged} inchangée(s), {outcome.elsewhere} d'une autre source, {outcome.refused} refusée(s)."
    )
