"""One slice of a run: from where it is, for a minute at most, then the next one is queued behind the others."""

import logging

from ckan import model

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.ledger import adoption, journal
from ckanext.archipel.harvest.runs import ending, queue, store
from ckanext.archipel.harvest.runs.catalogue import read_catalogue
from ckanext.archipel.harvest.runs.reading import HostTakenError
from ckanext.archipel.harvest.runs.source import Source, load
from ckanext.archipel.harvest.runs.states import DONE, FAILED, INCOMPLETE, RUNNING, STOPPED, Run
from ckanext.archipel.harvest.runs.work import OutOfBudgetError, StoppedError, Work
from ckanext.archipel.harvest.writing import quiet, writer

log = logging.getLogger(__name__)

# A run that kills its worker, or fails, this many times at the same place is given up.
MAX_TRIES = 3
ON_THE_SPOT = "on-the-spot"
STOPPED_TEXT = "Le moissonnage a été arrêté : ce qui était importé reste, rien d'autre n'a changé."
INACTIVE = "La source n'est plus active : le moissonnage s'arrête, rien d'autre n'a changé."
TOO_LONG = "la durée maximale d'un moissonnage est dépassée (option ckanext.archipel.harvest.max_minutes)."


def work(run_id: str, queue_job: str) -> None:
    """Work on a run if it is this task's turn."""
    taken = store.take(run_id, queue_job)
    if taken is None:
        log.info("Le moissonnage %s n'est plus à cette tâche.", run_id)
        return
    run, holder = taken
    settled = False
    try:
        if run.tries > MAX_TRIES:
            ending.close(run, FAILED, ending.INTERRUPTED.format(tries=MAX_TRIES))
        elif _work(run, holder):
            queue.enqueue(run.id)
        settled = True
    except store.LeaseLostError:
        model.Session.rollback()
        log.warning("Le moissonnage %s a été repris par un autre ouvrier, ou arrêté.", run_id)
        settled = True
    finally:
        # Whatever went wrong is tried again by the queue; the last try ends the run.
        if not settled and run.tries >= MAX_TRIES:
            model.Session.rollback()
            ending.close(run, FAILED, ending.INTERRUPTED.format(tries=MAX_TRIES))
        model.Session.remove()


def work_to_the_end(run_id: str, source_id: str) -> None:
    """Do a whole run at once, for a command."""
    store.create(run_id, source_id)
    while (run := store.get(run_id)) is not None and run.state == RUNNING:
        store.expect(run_id, ON_THE_SPOT)
        taken = store.take(run_id, ON_THE_SPOT)
        if taken is not None:
            _work(*taken)


def _work(run: Run, holder: str) -> bool:
    """Work on a run; tell whether there is more to do."""
    try:
        source = load(run.source_id)
    except ValueError as error:
        ending.close(run, FAILED, str(error))
        return False
    if source is None or not journal.is_running(run.id):
        ending.close(run, STOPPED, INACTIVE if source is None else STOPPED_TEXT)
        return False
    return _work_source(run, holder, source)


def _work_source(run: Run, holder: str, source: Source) -> bool:
    news = bool(store.listed([source.id], [DONE], limit=1))
    work_ = Work(run, holder, source, writer.site_user(), news=news)
    try:
        _start(work_)
        with quiet.without_solr_commits():
            return not (read_catalogue(work_) and ending.archive_and_end(work_))
    except HostTakenError:
        # Nothing is wrong: this was no try.
        store.advance(run.id, holder, {}, tries=0)
        model.Session.commit()
        return True
    except StoppedError:
        ending.close(work_.run, STOPPED, STOPPED_TEXT)
    except OutOfBudgetError:
        _close_incomplete(work_.run, TOO_LONG)
    except PageError as error:
        model.Session.rollback()
        _close_incomplete(work_.run, str(error))
    return False


def _start(work_: Work) -> None:
    """Know, before the first page, the datasets that this source left here otherwise."""
    if work_.run.cursor is None and not work_.run.whole:
        journal.start(work_.run.id)
        adoption.adopt(work_.source.id)
        work_.commit()


def _close_incomplete(run: Run, cause: str) -> None:
    run = store.get(run.id) or run
    if run.pages or run.seen:
        message = (
            f"Moissonnage incomplet : {run.seen} notices lues en {run.pages} page(s), puis la lecture s'est arrêtée. "
            f"Ce qui est arrivé est importé, rien n'est retiré du portail. Cause : {cause}"
        )
        ending.close(run, INCOMPLETE, message)
    else:
        ending.close(run, FAILED, f"Le catalogue n'a pas pu être lu, rien n'a changé dans le portail. Cause : {cause}")
