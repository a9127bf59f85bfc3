"""The e-mail that reminds a publisher of what readers suffer from: one for everything, never two in a week."""

from collections.abc import Iterator
from datetime import date, timedelta

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import mailer

from ckanext.archipel.dashboard import preferences
from ckanext.archipel.dashboard.gather import work_of
from ckanext.archipel.dashboard.work import Entry, Work

LISTED = 10


def recipients(today: date) -> Iterator[model.User]:
    """List the publishers who may be written to today."""
    pause = timedelta(days=max(1, tk.asint(tk.config.get("ckanext.archipel.reminders.days", 7))))
    member = model.Member
    query = (
        model.Session.query(model.User)
        .join(member, member.table_id == model.User.id)
        .filter(member.table_name == "user", member.state == "active", member.capacity.in_(["admin", "editor"]))
        .filter(model.User.state == "active", model.User.email.isnot(None), model.User.email != "")
        .distinct(model.User.id)
        .order_by(model.User.id)
    )
    for user in query.all():
        last = preferences.last_reminder(user)
        if preferences.wants_reminders(user) and (last is None or today - last >= pause):
            yield user


def compose(user: model.User, work: Work, address: str) -> tuple[str, str]:
    """Write the subject and the text of a reminder; `address` is the dashboard's."""
    subject = f"{work.pressing} point(s) à reprendre dans vos jeux de données"
    parts = [f"Bonjour {user.display_name},"]
    for title, entries in (
        ("Mises à jour promises et dépassées", work.overdue),
        ("Liens cassés", work.broken),
        ("Tableaux qui ne suivent pas leur schéma", work.invalid),
    ):
        if entries:
            parts.append("\n".join([f"{title} ({len(entries)}) :", *(f"- {_line(e)}" for e in entries[:LISTED])]))
    parts.append(f"Le détail, et de quoi ne plus recevoir ces rappels, est dans votre tableau de bord :\n{address}")
    return subject, "\n\n".join(parts) + "\n"


def send(user: model.User, today: date, *, dry_run: bool) -> str:
    """Write to a user when something is pressing; return what was done, in words, or nothing."""
    work = work_of(user.name, user.id)
    if not work.pressing:
        return ""
    if dry_run:
        return f"{user.name} : {work.pressing} point(s), rien n'est envoyé (essai)"
    subject, text = compose(user, work, tk.url_for("archipel_dashboard.index", qualified=True))
    try:
        mailer.mail_user(user, subject, text)
    except mailer.MailerException as error:
        return f"{user.name} : non envoyé ({error}). Vérifiez « smtp.server » et les autres options « smtp. »."
    preferences.set_reminded(user, today)
    return f"{user.name} : {work.pressing} point(s), envoyé"


def _line(entry: Entry) -> str:
    title = str(entry.dataset.get("title") or entry.dataset.get("name"))
    if entry.since:
        return f"{title} (depuis le {entry.since:%d/%m/%Y})"
    name = str(entry.resource.get("name") or entry.resource.get("url") or "")
    return f"{title} : {name}" + (f" ({entry.number} erreur(s))" if entry.number else "")
