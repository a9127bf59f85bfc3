"""A source as its runs need it: its kind, settings, organization, and what decides whether a page is the same."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.harvest import settings as configurations
from ckanext.archipel.harvest.kinds.kind import Kind, SourceSettings
from ckanext.archipel.harvest.kinds.registry import kind_named
from ckanext.archipel.harvest.mapping import Mapped, fingerprint
from ckanext.archipel.harvest.writing.contacts import with_functional_contact

# Changes whenever what a run makes of the same mapped dataset does.
ENGINE_VERSION = 1


@dataclass(frozen=True)
class Source:
    """A source, read once per slice."""

    id: str
    title: str
    kind: Kind
    settings: SourceSettings
    configuration: configurations.Configuration
    organization_id: str
    organization: str
    organization_url: str

    def finished(self, mapped: Mapped) -> dict[str, Any]:
        """Return what is to be written of a mapped dataset."""
        dataset = with_functional_contact(
            mapped.dataset,
            self.organization,
            self.configuration.contact_name,
            self.configuration.contact_email,
            self.organization_url,
        )
        return {**dataset, "type": "dataset", "owner_org": self.organization_id}

    def fingerprint(self, dataset: Mapping[str, Any]) -> str:
        """Return a text that changes whenever the dataset or its mapping does."""
        return fingerprint({**dataset, "mapping": [self.kind.name, self.kind.mapping_version, ENGINE_VERSION]})

    @property
    def salt(self) -> str:
        """Return all that decides, besides its bytes, what becomes of a page."""
        parts = [self.kind.name, self.kind.mapping_version, ENGINE_VERSION, self.organization_id, self.organization]
        parts += [self.organization_url, asdict(self.configuration), self.settings.url]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=list).encode()).hexdigest()


def load(source_id: str) -> Source | None:
    """Return a source that may be harvested; ValueError, in French, when it is set up wrongly."""
    row = HarvestSource.get(source_id)
    package = model.Session.get(model.Package, source_id)
    if row is None or not row.active or package is None or package.state != "active":
        return None
    organization = model.Session.get(model.Group, package.owner_org) if package.owner_org else None
    if organization is None:
        raise ValueError("La source n'a pas d'organisation : choisissez-en une dans son formulaire.")
    configuration = configurations.read(row.config)
    return Source(
        source_id,
        row.title or row.url,
        kind_named(configuration.kind, row.url),
        configuration.for_kind(row.url),
        configuration,
        organization.id,
        organization.title or organization.name,
        tk.url_for("organization.read", id=organization.name, qualified=True),
    )
