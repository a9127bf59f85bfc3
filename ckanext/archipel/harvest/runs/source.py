"""A source as its runs need it: its kind, settings, organization, and what decides whether a page is the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.harvest import settings as configurations
from ckanext.archipel.harvest.filtering import PUBLISHER, narrowed
from ckanext.archipel.harvest.kinds.kind import Kind, Read, RemotePage, SourceSettings
from ckanext.archipel.harvest.kinds.registry import kind_named
from ckanext.archipel.harvest.mapping import Mapped, fingerprint
from ckanext.archipel.harvest.writing.contacts import with_functional_contact
from ckanext.archipel.vocabulary import fold

# Changes whenever what a run makes of the same record, of any kind, or of the same mapped dataset does.
ENGINE_VERSION = 2
# Changes whenever pages are to be read again although nothing of their bytes changed; datasets stay as they are.
READING_VERSION = 2


@dataclass(frozen=True)
class Owner:
    """An organization that datasets are given to."""

    id: str
    title: str
    url: str

    @classmethod
    def of(cls, group: model.Group) -> "Owner":
        """Read an organization."""
        url = tk.url_for("organization.read", id=group.name, qualified=True)
        return cls(group.id, group.title or group.name, url)


@dataclass(frozen=True)
class Source:
    """A source, read once per slice."""

    id: str
    title: str
    kind: Kind
    settings: SourceSettings
    configuration: configurations.Configuration
    owner: Owner
    # By what the catalogue calls them, folded.
    owners: Mapping[str, Owner]

    def pages(self, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages of its catalogue after the cursor, with the records that it is to take."""
        return narrowed(self.kind, self.settings, self.kind.pages(self.settings, read, cursor))

    def finished(self, mapped: Mapped) -> dict[str, Any]:
        """Return what is to be written of a mapped dataset."""
        owner = self._owner(mapped.dataset)
        set_here = self.configuration
        dataset = with_functional_contact(
            mapped.dataset, owner.title, set_here.contact_name, set_here.contact_email, owner.url
        )
        return {**dataset, "type": "dataset", "owner_org": owner.id}

    def _owner(self, dataset: Mapping[str, Any]) -> Owner:
        """Return the organization that is to own a dataset: that which its publisher is here, else the source's."""
        named = [fold(str(each[key])) for each in dataset.get("publisher", []) for key in PUBLISHER if each.get(key)]
        return next((self.owners[name] for name in named if name in self.owners), self.owner)

    def fingerprint(self, dataset: Mapping[str, Any]) -> str:
        """Return a text that changes whenever the dataset or its mapping does."""
        return fingerprint({**dataset, "mapping": [self.kind.name, self.kind.mapping_version, ENGINE_VERSION]})

    @property
    def salt(self) -> str:
        """Return all that decides, besides its bytes, what becomes of a page."""
        parts = [self.kind.name, self.kind.mapping_version, ENGINE_VERSION, READING_VERSION, asdict(self.owner)]
        parts += [{name: asdict(owner) for name, owner in self.owners.items()}]
        parts += [asdict(self.configuration), self.settings.url]
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
        Owner.of(organization),
        owners(configuration),
    )


def owners(configuration: configurations.Configuration) -> dict[str, Owner]:
    """Return the organizations that a source gives datasets to besides its own, by folded name in its catalogue."""
    wanted = configuration.organizations
    found = model.Session.query(model.Group).filter(
        model.Group.id.in_(set(wanted.values())), model.Group.is_organization, model.Group.state == "active"
    )
    here = {group.id: Owner.of(group) for group in found}
    return {fold(name): here[owner] for name, owner in wanted.items() if owner in here}
