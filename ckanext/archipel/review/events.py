"""Forgets a request once its dataset is published, deleted or purged, whoever did it."""

import logging
from typing import Any

from ckan import model
from sqlalchemy.exc import SQLAlchemyError

from ckanext.archipel.review import store

log = logging.getLogger(__name__)

SETTLING = frozenset({"package_update", "package_delete", "dataset_purge", "organization_purge"})


def after_action(sender: str, **named: Any) -> None:
    """Follow CKAN's actions, after their commit; a failure here is logged and stops nothing."""
    if sender not in SETTLING or (named.get("context") or {}).get("defer_commit"):
        return
    try:
        store.forget_settled()
        model.Session.commit()
    except SQLAlchemyError:
        model.Session.rollback()
        log.exception(
            "Les demandes de validation n'ont pas été mises à jour (« ckan db upgrade -p archipel » a-t-il été lancé ?)"
        )
