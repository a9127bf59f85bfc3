"""How far data.gouv.fr's harvest of an organization is: its last job, what it refused, what it archived."""

from itertools import islice
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.datagouv.api import DataGouv
from ckanext.archipel.datagouv.feed import datagouv_id, feed_of, left_out, organization_of
from ckanext.archipel.datagouv.reasons import ITEMS, counts, job_status, moment, reason, validation

Json = dict[str, Any]
MOST = 200
WORTH_TELLING = ("failed", "skipped", "archived")


def followed(name_or_id: str | None) -> list[Json]:
    """Return an organization, or all those that say what they are on data.gouv.fr."""
    if name_or_id:
        return [organization_of(name_or_id)]
    names = tk.get_action("organization_list")({"ignore_auth": True}, {})
    return [each for name in names if datagouv_id(each := organization_of(name))]


def follow(platform: DataGouv, organization: Json) -> list[str]:
    """Say how far the harvest of an organization is."""
    title, identifier = organization["title"], datagouv_id(organization)
    if not identifier:
        return [f"{title} : pas d'identifiant sur data.gouv.fr. Complétez sa fiche (champ datagouv_id)."]
    feed, there = feed_of(organization, "xml"), platform.organization(identifier)
    source = next((each for each in platform.sources(there["id"]) if feed.is_at(each.get("url"))), None)
    if source is None:
        command = f"ckan archipel datagouv register {organization['name']}"
        return [f"{title} : aucune source sur data.gouv.fr. Créez-la : {command}"]
    told = [f"{title} : source « {source['name']} », {validation(source)}", *_last_job(platform, source)]
    titles = left_out(organization["id"])
    return [*told, f"  absents du catalogue, data.gouv.fr les reçoit déjà : {', '.join(titles)}"] if titles else told


def _last_job(platform: DataGouv, source: Json) -> list[str]:
    job = platform.last_job(source["id"])
    if job is None:
        return ["  jamais moissonnée"]
    statuses = (job.get("items") or {}).get("by_status") or {}
    when = moment(job.get("ended") or job.get("started") or job.get("created"))
    told = [f"  dernier moissonnage le {when} : {job_status(job.get('status'))}, {counts(statuses)}"]
    told += [f"  échec : {reason([error])}" for error in job.get("errors") or []]
    for status in WORTH_TELLING:
        if number := int(statuses.get(status) or 0):
            told += [_item(item, status) for item in islice(platform.items(job["id"], status), MOST)]
            told += [f"  … et {number - MOST} autres"] if number > MOST else []
    return told


def _item(item: Json, status: str) -> str:
    why = "il n'est plus dans le catalogue" if status == "archived" else reason(item.get("errors") or [])
    return f"  [{ITEMS[status]}] {_title(item)} : {why}"


def _title(item: Json) -> str:
    known = model.Package.get(item.get("remote_id"))
    there = item.get("dataset") or {}
    return str((known.title if known else "") or there.get("title") or item.get("remote_id") or "sans identifiant")
