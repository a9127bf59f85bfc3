"""Deals with the records of one page: writes what changed, notes what was seen."""

import logging
from collections.abc import Sequence

from ckan import model

from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.ledger import journal, records
from ckanext.archipel.harvest.runs.plan import VALUES, Plan, Refusal, make_plan
from ckanext.archipel.harvest.runs.work import Work
from ckanext.archipel.harvest.writing import creation, messages, names, quiet, writer
from ckanext.archipel.harvest.writing.outage import raise_outage
from ckanext.archipel.harvest.writing.target import Target

log = logging.getLogger(__name__)

# Records between two commits of progress: what a killed worker leaves to be looked at again.
STEP = 50


def work_page(work: Work, found: Sequence[RemoteRecord]) -> bool:
    """Deal with the records of a page; tell whether all are done, or the slice is over before."""
    worked = False
    for start in range(0, len(found), STEP):
        # Steps that an earlier slice took are no work: each slice gets further.
        if worked and work.over:
            return False
        worked |= _work_step(work, found[start : start + STEP])
    return True


def _work_step(work: Work, found: Sequence[RemoteRecord]) -> bool:
    plan = make_plan(work.run.id, work.source, found)
    if not plan.read and not plan.refusals:
        return False
    written = {target.identifier for target in plan.writes + plan.restores}
    _create(work, plan, [target for target in plan.writes if target.dataset_id is None])
    for target in plan.writes:
        if target.dataset_id is not None:
            _try(work, plan, target)
    for target in plan.restores:
        work.count(writer.restore(target))
    for known in plan.replayed:
        written.add(known.identifier)
        work.count(known.outcome)
        writer.reindex(str(known.dataset_id))
        quiet.created(str(known.dataset_id))
    _note_seen(work, plan, written)
    for refusal in plan.refusals:
        _note_refusal(work, refusal)
    work.count("seen", plan.read)
    work.commit(**({"lossy": True} if plan.nameless else {}))
    model.Session.expunge_all()
    return True


def _create(work: Work, plan: Plan, targets: Sequence[Target]) -> None:
    """Write new datasets together; when one is refused, by halves, so that it alone is left out."""
    here = names.already_here(targets)
    new = [target for target in targets if target.identifier not in here]
    alone = new if len(new) == 1 else []
    for target in (*here.values(), *alone):
        _try(work, plan, target)
    if len(new) < 2:
        return
    try:
        creation.create([(target, dict(target.dataset)) for target in new], work.permit)
        work.count("added", len(new))
    except writer.WRITE_ERRORS as error:
        model.Session.rollback()
        raise_outage(error)
        middle = len(new) // 2
        _create(work, plan, new[:middle])
        _create(work, plan, new[middle:])


def _try(work: Work, plan: Plan, target: Target) -> None:
    try:
        work.count(writer.write(target, work.permit))
    except writer.WRITE_ERRORS as error:
        log.info("Writing of %s", target.identifier, exc_info=True)
        model.Session.rollback()
        raise_outage(error)
        message = messages.explain(target.identifier, target.link, error)
        plan.refusals.append(Refusal(target.identifier, VALUES, message, target.link))


def _note_seen(work: Work, plan: Plan, written: set[str]) -> None:
    """Note in one go all that the page shows; count those that are as they were."""
    for identifier, target in plan.elsewhere.items():
        records.save(
            work.source.id,
            identifier,
            uri=target.uri,
            names=sorted(target.names),
            dataset_id=target.dataset_id,
            owner=False,
            archived=None,
        )
    refused = {refusal.name for refusal in plan.refusals}
    as_before = [name for name in plan.seen if name not in written and name not in refused]
    owned = records.mark_seen(work.source.id, work.run.id, as_before)
    work.count("unmodified", owned[True])
    work.count("elsewhere", owned[False] + plan.ours)
    shown = refused & set(plan.seen)
    for identifier in shown:
        # Known by its name at least, so that a slice that reads the page again does not count it again.
        records.save(work.source.id, identifier)
    records.mark_seen(work.source.id, work.run.id, written | shown)


def _note_refusal(work: Work, refusal: Refusal) -> None:
    if refusal.name and journal.is_refused(work.run.id, refusal.name):
        return
    work.count("errored")
    if not refusal.name:
        journal.say(work.run.id, refusal.message)
        return
    errors = [(refusal.cause, refusal.message)]
    extras = {journal.LINK: refusal.link} if refusal.link else {}
    journal.note(journal.Entry(work.run.id, work.source.id, refusal.name, "errored", extras=extras, errors=errors))
