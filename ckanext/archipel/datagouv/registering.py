"""Registers the feed of an organization on data.gouv.fr, after a trial that changes nothing there."""

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.datagouv.api import DataGouv, DataGouvError
from ckanext.archipel.datagouv.feed import datagouv_id, feed_of, left_out, organization_of
from ckanext.archipel.datagouv.reasons import ITEMS, counts, job_status, reason, validation
from ckanext.archipel.datagouv.registration import NAMES, Feed, Plan, plan, source_of

Json = dict[str, Any]
LONGEST_NAME = 255


@dataclass(frozen=True)
class Asked:
    """What the command line says; empty is for what the portal knows."""

    organization: str
    datagouv_id: str = ""
    format: str = "xml"


@dataclass(frozen=True)
class Registering:
    """A registration about to be made."""

    platform: DataGouv
    here: Json
    there: Json
    feed: Feed
    plan: Plan

    @classmethod
    def prepare(cls, platform: DataGouv, asked: Asked) -> "Registering":
        """Look at what there is, here and there."""
        here = organization_of(asked.organization)
        identifier = asked.datagouv_id or datagouv_id(here)
        if not identifier:
            raise DataGouvError(
                f"« {here['title']} » n'a pas d'identifiant sur data.gouv.fr. Complétez sa fiche (champ datagouv_id), "
                "ou ajoutez --datagouv-id."
            )
        there, feed = platform.organization(identifier), feed_of(here, asked.format)
        name = f"{tk.config.get('ckan.site_title') or 'Portail'} : {here['title']}"
        source = source_of(feed, there["id"], name[:LONGEST_NAME])
        return cls(platform, here, there, feed, plan(source, feed, platform.sources(there["id"])))

    def lines(self) -> list[str]:
        """Say what will be done."""
        titles = left_out(self.here["id"])
        told = [
            f"Organisation : « {self.here['title']} », sur data.gouv.fr « {self.there['name']} » ({self.there['id']})",
            f"Catalogue : {self.feed.address}",
            f"Source : {self.plan.verb}",
        ]
        told += [f"  {NAMES[key]} : {self._before(key)} → {value}" for key, value in self.plan.changes.items()]
        told += [f"Attention : {self.feed.doubt}"] if self.feed.doubt else []
        for other in self.plan.others:
            told.append(
                f"Attention : une autre source de cette organisation lit ce portail, sans jeux communs ? {other}"
            )
        told += [f"Absents du catalogue, data.gouv.fr les reçoit déjà : {', '.join(titles)}"] if titles else []
        return told

    def preview(self) -> tuple[bool, list[str]]:
        """Have data.gouv.fr harvest the first datasets without storing anything; tell whether that works."""
        job = self.platform.preview(self.plan.source)
        items = job.get("items") or []
        number = {status: sum(item.get("status") == status for item in items) for status in ITEMS}
        told = [
            f"Essai sur les premiers jeux, sans rien enregistrer : {job_status(job.get('status'))}, {counts(number)}"
        ]
        told += [f"  échec : {reason([error])}" for error in job.get("errors") or []]
        for item in items:
            if item.get("status") in ("failed", "skipped"):
                told.append(f"  [{ITEMS[item['status']]}] {item.get('remote_id')} : {reason(item.get('errors') or [])}")
        return job.get("status") != "failed", told

    def apply(self) -> str:
        """Create or change the source; say what was done."""
        if self.plan.existing is None:
            made = self.platform.create(self.plan.source)
            return (
                f"Source créée ({made['id']}), {validation(made)}. Elle sera moissonnée chaque nuit une fois validée."
            )
        if not self.plan.changes:
            return f"Source déjà à jour ({self.plan.existing['id']}), {validation(self.plan.existing)}."
        made = self.platform.update(self.plan.existing["id"], self.plan.changes)
        return f"Source mise à jour ({made['id']}), {validation(made)}."

    def _before(self, key: str) -> object:
        return (self.plan.existing or {}).get(key)
