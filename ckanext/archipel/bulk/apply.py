"""Changes datasets one by one: what one refuses stops none of the others."""

import logging
from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.lib.search import SearchError, SearchIndexError
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from ckanext.archipel.bulk import store
from ckanext.archipel.bulk.changes import is_harvested, replaced, texts
from ckanext.archipel.bulk.store import Outcome

log = logging.getLogger(__name__)

AT_ONCE = 20
QUEUE_SECONDS = 3600
BROKEN = "Le portail n'a pas pu l'enregistrer : réessayez ; si cela dure, prévenez son administrateur."
HARVESTED = "Jeu de données moissonné : changez-le à sa source, le prochain moissonnage effacerait ce changement."
ELSEWHERE = "Ce jeu de données n'est plus dans l'organisation."


def start(run_id: str) -> None:
    """Make a short change at once, and leave a long one to the worker."""
    run = store.get(run_id)
    if run is None or len(run.dataset_ids) <= AT_ONCE:
        return run_changes(run_id)
    try:
        title = f"Modification groupée de {len(run.dataset_ids)} jeux de données"
        tk.enqueue_job(run_changes, [run_id], title=title, rq_kwargs={"timeout": QUEUE_SECONDS})
    except RedisError:
        log.exception("La modification groupée %s n'a pas été mise en file", run_id)
        store.update(run_id, store.INTERRUPTED, [])
    return None


def run_changes(run_id: str) -> None:
    """Change each dataset of a bulk change; this is what the worker calls."""
    run = store.get(run_id)
    if run is None:
        return
    outcomes: list[Outcome] = []
    for dataset_id in run.dataset_ids:
        outcomes.append(change(dataset_id, run.organization, run.changes, run.user))
        store.update(run_id, store.RUNNING, outcomes)
    store.update(run_id, store.DONE, outcomes)


def change(dataset_id: str, organization: str, changes: dict[str, Any], user: str) -> Outcome:
    """Change one dataset as its user may, and tell what became of it."""
    title, reason = dataset_id, ""
    try:
        dataset = tk.get_action("package_show")({"user": user}, {"id": dataset_id})
        title = dataset.get("title") or dataset["name"]
        reason = forbidden(dataset, organization)
        if not reason and not replaced(dataset, changes):
            return Outcome(dataset_id, title, "unchanged")
        if not reason:
            context = {"user": user, "allow_state_change": True}
            tk.get_action("package_patch")(context, {"id": dataset_id, **changes})
    except tk.ValidationError as error:
        reason = " ".join(texts(error.error_dict))
    except tk.NotAuthorized:
        reason = "Vous ne pouvez pas modifier ce jeu de données."
    except tk.ObjectNotFound:
        reason = "Ce jeu de données n'existe plus."
    except (SearchError, SearchIndexError, SQLAlchemyError):
        model.Session.rollback()
        log.exception("Modification groupée : %s n'a pas été enregistré", dataset_id)
        reason = BROKEN
    return Outcome(dataset_id, title, "error" if reason else "changed", reason)


def refusals(
    datasets: Sequence[dict[str, Any]], organization: str, changes: dict[str, Any], user: str
) -> list[Outcome]:
    """Tell, before anything is changed, which datasets would refuse; past the first twenty, only those that must."""
    found = []
    for number, dataset in enumerate(datasets):
        reason = forbidden(dataset, organization)
        if not reason and number < AT_ONCE and replaced(dataset, changes):
            reason = _invalid(dataset, changes, user)
        if reason:
            found.append(Outcome(dataset["id"], dataset.get("title") or dataset["name"], "error", reason))
    return found


def forbidden(dataset: dict[str, Any], organization: str) -> str:
    """Say why a dataset is not changed this way, in words; nothing when it may be."""
    if dataset.get("owner_org") != organization:
        return ELSEWHERE
    return HARVESTED if is_harvested(dataset) else ""


def _invalid(dataset: dict[str, Any], changes: dict[str, Any], user: str) -> str:
    package = model.Package.get(dataset["id"])
    if package is None:
        return ""
    plugin = lib_plugins.lookup_package_plugin(package.type)
    context = {"model": model, "session": model.Session, "user": user, "ignore_auth": True, "package": package}
    sent = {**dataset, **changes}
    _, errors = lib_plugins.plugin_validate(plugin, context, sent, plugin.update_package_schema(), "package_update")
    return " ".join(texts({name: errors[name] for name in changes if name in errors}))
