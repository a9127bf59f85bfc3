"""Gives new datasets ids and names that no other has."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.archipel.harvest.writing.merge import free_name
from ckanext.archipel.harvest.writing.target import Target

# So that a dataset written again after a crash is the same one, in the index too.
IDS = uuid.UUID("6d1f0f5a-6a5e-5b0e-9b60-3d9b5f0c8a11")


def own_id(target: Target) -> str:
    """Return the id that the dataset of a record has, unless that one is taken."""
    return str(uuid.uuid5(IDS, f"{target.source_id}\n{target.identifier}"))


def already_here(targets: Sequence[Target]) -> dict[str, Target]:
    """Return, by identifier, the records whose dataset is here although none is known: a hook saved it before a crash.

    CKAN's hooks may commit, and so save a dataset before what is known of its record.
    """
    wanted = {own_id(target): target for target in targets}
    found = model.Session.query(model.Package).filter(model.Package.id.in_(wanted), model.Package.state == "active")
    here = {package.id: package.extras for package in found}
    return {
        target.identifier: replace(target, dataset_id=dataset_id)
        for dataset_id, target in wanted.items()
        if all(here.get(dataset_id, {}).get(mark["key"]) == mark["value"] for mark in target.marks)
    }


def give_names(new: Sequence[tuple[Target, dict[str, Any]]]) -> None:
    """Give each new dataset an id, made of its identity, and a name, made of its title, where a repair did not."""
    wanted = [own_id(target) for target, _ in new]
    bases = [free_name(dataset["title"], wanted_id, ()) for wanted_id, (_, dataset) in zip(wanted, new, strict=True)]
    package = model.Package
    query = model.Session.query(package.id, package.name)
    taken = dict(list(query.filter(sa.or_(package.id.in_(wanted), package.name.in_(bases)))))
    names = set(taken.values())
    for wanted_id, base, (_, dataset) in zip(wanted, bases, new, strict=True):
        dataset_id = dataset.setdefault("id", str(uuid.uuid4()) if wanted_id in taken else wanted_id)
        if base in names and "name" not in dataset:
            # Looked for only then: no index of CKAN's serves it.
            names |= {name for _, name in query.filter(package.name.startswith(base[:60], autoescape=True))}
        dataset.setdefault("name", free_name(dataset["title"], dataset_id, names))
        names.add(dataset["name"])
