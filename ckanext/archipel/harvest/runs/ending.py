"""Ends a run in a true state: archives what left a catalogue read whole, or says why nothing is."""

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestJob

from ckanext.archipel.dataset import archived
from ckanext.archipel.harvest.ledger import journal, pages, records, sharing
from ckanext.archipel.harvest.ledger.records import Known
from ckanext.archipel.harvest.notices import mail
from ckanext.archipel.harvest.removal import decide_removal
from ckanext.archipel.harvest.runs import store
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, DONE, FAILED, INCOMPLETE, STOPPED, Run
from ckanext.archipel.harvest.runs.work import Work
from ckanext.archipel.harvest.settings import Limits
from ckanext.archipel.harvest.values import storable
from ckanext.archipel.harvest.writing import quiet, writer

STEP = 25
EMPTY = "Le catalogue est vide, ou ses filtres n'en gardent rien : rien n'a changé au portail. Vérifiez la source."
LOSSY = "Moissonnage incomplet : des notices n'ont pas pu être distinguées, rien n'est retiré du portail."
LEFT = "Absent du catalogue « {source} »."
KEPT = (
    "{kept} jeu(x) de données absents du catalogue restent au portail : leur retrait a été refusé. Pour les retirer, "
    "supprimez-les à la main."
)
REPLACED = "Un moissonnage plus récent de la source l'a remplacé."
INTERRUPTED = (
    "Le moissonnage a été interrompu {tries} fois au même endroit ; ce qui était déjà importé reste, rien d'autre n'a "
    "changé. Relancez-le ; si cela se répète, le journal du serveur en donne la cause."
)


def archive_and_end(work: Work) -> bool:
    """Archive what left, as far as the slice goes, then end the run; tell whether it is over."""
    if not work.run.seen:
        close(work.run, FAILED, EMPTY)
        return True
    if work.run.lossy:
        close(work.run, INCOMPLETE, LOSSY)
        return True
    gone = records.gone(work.source.id, work.run.id)
    refusal = "" if work.run.decided_by else _refusal(work, gone)
    if refusal:
        close(work.run, AWAITING_APPROVAL, refusal, gone=len([each for each in gone if each.owner]))
        return True
    for position, record in enumerate(gone):
        if position % STEP == 0 and position:
            work.commit()
            if work.over:
                quiet.publish()
                return False
        _let_go(work, record)
    work.commit()
    quiet.publish()
    pages.forget_others(work.source.id, work.run.id)
    kept = records.count_kept(work.source.id, work.run.id)
    # On the page of the run alone: it is no error, and would be said again each time.
    close(work.run, DONE, KEPT.format(kept=kept) if kept else "")
    return True


def _refusal(work: Work, gone: list[Known]) -> str:
    """Say why a person is to decide of the removals, if one is; nothing is removed meanwhile."""
    name = "ckanext.archipel.harvest"
    default = Limits(tk.config[f"{name}.max_removed"], tk.config[f"{name}.max_removed_percent"])
    limits = work.source.configuration.limits(default)
    leaving = [each.identifier for each in gone if each.owner and each.state == "active"]
    # What this run already archived, before it was interrupted, counts with what it is about to.
    before = records.count_current(work.source.id) + work.run.deleted
    return decide_removal(len(leaving) + work.run.deleted, before, limits.max_removed, limits.max_removed_percent)


def _let_go(work: Work, record: Known) -> None:
    """Archive the dataset of a record that left, unless another source still shows it; one transaction."""
    dataset_id = str(record.dataset_id)
    if record.deleted_by_hand:
        # Remembered, so that it does not come back should the catalogue show it again.
        records.save(record.source_id, record.identifier, archived=store.now())
        model.Session.commit()
        return
    if not record.owner or record.state is None:
        records.forget(record.source_id, record.identifier)
        model.Session.commit()
        return
    if heir := sharing.heir(dataset_id, record.source_id):
        sharing.hand_over(record, heir)
        journal.release(dataset_id, heir.source_id)
        work.count("elsewhere")
        model.Session.commit()
        return
    archived.archive(dataset_id, LEFT.format(source=work.source.title))
    values = {"archived": store.now(), "outcome": "deleted", "written_run": work.run.id}
    records.save(record.source_id, record.identifier, **values)
    journal.note(journal.Entry(work.run.id, record.source_id, record.identifier, "deleted", dataset_id))
    store.advance(work.run.id, work.holder, {"deleted": 1})
    writer.reindex(dataset_id)
    model.Session.commit()


def close(run: Run, state: str, message: str = "", **values: int) -> None:
    """End a run, tell ckanext-harvest, whose pages, status and messages follow."""
    if not store.end(run.id, state, storable(message), **values):
        model.Session.rollback()
        return
    if state in {DONE, AWAITING_APPROVAL}:
        for older in store.listed([run.source_id], [AWAITING_APPROVAL]):
            if older.id != run.id:
                store.end(older.id, DONE, REPLACED)
    if message and state != DONE:
        journal.say(run.id, message)
    # Last: from then on, ckanext-harvest ends the job.
    journal.close(run.id, "Finished" if state == STOPPED else "")
    model.Session.commit()
    finish(run)
    mail.tell(run.id)


def finish(run: Run) -> None:
    """Let ckanext-harvest mark the job as finished, index the source and send its messages."""
    if HarvestJob.get(run.id) is not None:
        context = {"user": writer.site_user(), "ignore_auth": True, "model": model, "session": model.Session}
        tk.get_action("harvest_jobs_run")(context, {"source_id": run.source_id})
