"""The e-mails of a validation, sent in the background: a mail server that does not answer delays nobody."""

import logging
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import mailer
from redis.exceptions import RedisError

from ckanext.archipel.review import store

log = logging.getLogger(__name__)

MOST = 50


def tell_reviewers(package_id: str) -> None:
    """Write to the other editors of the organization that a draft awaits one of them."""
    _later(send_to_reviewers, package_id)


def tell_requester(package_id: str, requester_id: str, reviewer: str, message: str) -> None:
    """Write to who asked that the dataset is published, or why it was sent back."""
    _later(send_to_requester, package_id, requester_id, reviewer, message)


def send_to_reviewers(package_id: str) -> None:
    """Write to each reviewer; this is what the worker calls."""
    package, request = model.Package.get(package_id), store.get(package_id)
    if package is None or request is None:
        return
    requester = model.User.get(request.requester)
    title = package.title or package.name
    for user in _editors(package.owner_org, request.requester):
        text = (
            f"Bonjour {user.display_name},\n\n{requester.display_name if requester else 'Une personne'} demande la "
            f"validation du jeu de données « {title} » avant sa publication.\n\n"
            f"Pour le relire, le publier ou le renvoyer :\n{_address(package.name)}\n"
        )
        _send(user, f"À valider : {title}", text)


def send_to_requester(package_id: str, requester_id: str, reviewer: str, message: str) -> None:
    """Write to who asked; this is what the worker calls."""
    package, user, other = model.Package.get(package_id), model.User.get(requester_id), model.User.get(reviewer)
    if package is None or user is None or not user.email:
        return
    title, who = package.title or package.name, other.display_name if other else reviewer
    if message:
        subject, news = f"À reprendre : {title}", f"{who} vous renvoie le jeu de données « {title} » :\n\n{message}"
    else:
        subject, news = f"Publié : {title}", f"{who} a validé le jeu de données « {title} », qui est publié."
    _send(user, subject, f"Bonjour {user.display_name},\n\n{news}\n\n{_address(package.name)}\n")


def _editors(organization_id: str, but: str) -> list[Any]:
    member = model.Member
    query = (
        model.Session.query(model.User)
        .join(member, member.table_id == model.User.id)
        .filter(member.group_id == organization_id, member.table_name == "user", member.state == "active")
        .filter(member.capacity.in_(["admin", "editor"]), model.User.state == "active", model.User.id != but)
        .filter(model.User.email.isnot(None), model.User.email != "")
        .order_by(model.User.name)
    )
    return list(query.limit(MOST).all())


def _address(name: str) -> str:
    return str(tk.url_for("archipel_publishing.check", id=name, qualified=True))


def _send(user: Any, subject: str, text: str) -> None:
    try:
        mailer.mail_user(user, subject, text)
    except mailer.MailerException as error:
        log.warning("Le courriel « %s » n'est pas parti pour %s : %s", subject, user.name, error)


def _later(job: Callable[..., None], *arguments: str) -> None:
    try:
        tk.enqueue_job(job, list(arguments), title="Courriel de validation")
    except RedisError:
        log.exception("Les courriels d'une validation n'ont pas été mis en file")
