"""Gives new datasets ids and names that no other has."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.archipel.harvest.writing.merge import free_name
from ckanext.archipel.harvest.writing.target import Target

# So that a dataset written again after a crash is the same one, in the index too.
IDS = uuid.UUID("6d1f0f5a-6a5e-5b0e-9b60-3d9b5f0c8a11")


def give_names(new: Sequence[tuple[Target, dict[str, Any]]]) -> None:
    """Give each new dataset an id, made of its identity, and a name, made of its title, where a repair did not."""
    wanted = [str(uuid.uuid5(IDS, f"{target.source_id}\n{target.identifier}")) for target, _ in new]
    bases = [free_name(dataset["title"], own_id, ()) for own_id, (_, dataset) in zip(wanted, new, strict=True)]
    package = model.Package
    query = model.Session.query(package.id, package.name)
    taken = dict(list(query.filter(sa.or_(package.id.in_(wanted), package.name.in_(bases)))))
    names = set(taken.values())
    for own_id, base, (_, dataset) in zip(wanted, bases, new, strict=True):
        dataset_id = dataset.setdefault("id", str(uuid.uuid4()) if own_id in taken else own_id)
        if base in names and "name" not in dataset:
            # Looked for only then: no index of CKAN's serves it.
            names |= {name for _, name in query.filter(package.name.startswith(base[:60], autoescape=True))}
        dataset.setdefault("name", free_name(dataset["title"], dataset_id, names))
        names.add(dataset["name"])
