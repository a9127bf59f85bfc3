"""Tells the administrators of an organization that a harvest of theirs failed, is incomplete or awaits a decision."""

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import mailer
from ckanext.harvest.model import HarvestSource
from redis.exceptions import RedisError

from ckanext.archipel.dashboard import preferences
from ckanext.archipel.harvest.runs import store
from ckanext.archipel.harvest.runs.states import AWAITING_APPROVAL, FAILED, INCOMPLETE, Run

log = logging.getLogger(__name__)

MOST = 50
SUBJECTS = {
    FAILED: "Moissonnage en échec : {title}",
    INCOMPLETE: "Moissonnage incomplet : {title}",
    AWAITING_APPROVAL: "Votre accord est attendu : moissonnage de {title}",
}
TEXT = """Bonjour {name},

{message}

Source : {title} ({url})
Le détail, et ce que vous pouvez faire :
{run}

Pour ne plus recevoir ces courriels :
{index}
"""


def tell(run_id: str) -> None:
    """Queue the e-mails of a run that ended badly: a mail server that does not answer delays no harvest."""
    run = store.get(run_id)
    if run is None or run.state not in SUBJECTS or _already_told(run):
        return
    try:
        tk.enqueue_job(send, [run_id], title="Courriel de moissonnage")
    except RedisError:
        log.exception("Les courriels du moissonnage %s n'ont pas été mis en file", run_id)


def _already_told(run: Run) -> bool:
    """Tell whether the run before ended the same way and said the same: a partner down for weeks is told once."""
    before = [each for each in store.listed([run.source_id], limit=2) if each.id != run.id]
    return bool(before) and (before[0].state, before[0].message) == (run.state, run.message)


def send(run_id: str) -> None:
    """Write to each administrator who wants to know; this is what the worker calls."""
    run = store.get(run_id)
    source = HarvestSource.get(run.source_id) if run else None
    package = model.Package.get(run.source_id) if run else None
    if run is None or source is None or package is None or run.state not in SUBJECTS:
        return
    title = source.title or source.url
    addresses = {
        "run": tk.url_for("archipel_harvest_run.show", run_id=run.id, qualified=True),
        "index": tk.url_for("archipel_harvest.index", qualified=True),
    }
    for user in administrators(package.owner_org):
        text = TEXT.format(name=user.display_name, message=run.message, title=title, url=source.url, **addresses)
        try:
            mailer.mail_user(user, SUBJECTS[run.state].format(title=title), text)
        except mailer.MailerException as error:
            log.warning("Le courriel du moissonnage %s n'est pas parti pour %s : %s", run_id, user.name, error)


def administrators(organization_id: str) -> list[Any]:
    """List the administrators of an organization who did not say that they want no such e-mail."""
    member = model.Member
    query = (
        model.Session.query(model.User)
        .join(member, member.table_id == model.User.id)
        .filter(member.group_id == organization_id, member.table_name == "user", member.state == "active")
        .filter(member.capacity == "admin", model.User.state == "active")
        .filter(model.User.email.isnot(None), model.User.email != "")
        .order_by(model.User.name)
    )
    return [user for user in query.limit(MOST) if preferences.wants_harvest_mails(user)]
