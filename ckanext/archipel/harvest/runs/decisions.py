"""What a person decides of a run: to stop it, to let it archive what left the catalogue, or not."""

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestJob

from ckanext.archipel.harvest.ledger import journal
from ckanext.archipel.harvest.runs import queue, store
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, DONE, RUNNING, STOPPED, Run

STOPPED_BY_HAND = "Le moissonnage a été arrêté : ce qui était importé reste, rien d'autre n'a changé."
REFUSED = "Retrait de {gone} jeux de données refusé par {user} : ils restent au portail."


def stop(run: Run) -> None:
    """Stop a run; the worker that has it stops at its next record."""
    if run.state != RUNNING:
        raise tk.ValidationError({"id": [tk._("This harvest run is over.")]})
    store.end(run.id, STOPPED, STOPPED_BY_HAND)
    journal.close(run.id, "Finished")
    journal.say(run.id, STOPPED_BY_HAND)
    model.Session.commit()


def approve(run: Run, user: str) -> None:
    """Send a run that awaits it back to work, to archive what is still gone."""
    _check(run)
    if store.listed([run.source_id], [RUNNING], limit=1):
        raise tk.ValidationError({"id": [tk._("A newer run of this source is under way: wait for its end.")]})
    store.reopen(run.id, user)
    journal.reopen(run.id)
    model.Session.commit()
    queue.enqueue(run.id)


def refuse(run: Run, user: str) -> None:
    """End a run that awaits a decision, keeping everything."""
    _check(run)
    message = REFUSED.format(gone=run.gone, user=user)
    store.end(run.id, DONE, message, decided_by=user)
    journal.say(run.id, message)
    model.Session.commit()


def _check(run: Run) -> None:
    if run.state != AWAITING_APPROVAL or HarvestJob.get(run.id) is None:
        raise tk.ValidationError({"id": [tk._("This harvest run awaits no decision.")]})
