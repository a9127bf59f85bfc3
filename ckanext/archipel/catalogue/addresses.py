"""The address an uploaded file is exported at, for ever: for data.gouv.fr, another address is another file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.munge import munge_filename

REMEMBER = """
    INSERT INTO archipel_file_address (resource_id, name) VALUES (:resource_id, :name)
    ON CONFLICT (resource_id) DO NOTHING
"""
KNOWN = "SELECT resource_id, name FROM archipel_file_address WHERE resource_id = ANY(:ids)"
CHANGED = """
    SELECT p.name, a.name, r.url FROM archipel_file_address a
    JOIN resource r ON r.id = a.resource_id JOIN package p ON p.id = r.package_id
    WHERE r.url_type = 'upload' AND r.state = 'active' AND p.state = 'active' AND p.private IS NOT TRUE
    ORDER BY p.name, r.position
"""


@dataclass(frozen=True)
class Renamed:
    """An uploaded file whose name has changed since its first export."""

    dataset: str
    before: str
    after: str


def renamed() -> Iterator[Renamed]:
    """Yield the public files that ckanext-dcat alone would export at another address."""
    for dataset, before, url in model.Session.execute(sa.text(CHANGED)):
        after = munge_filename(str(url).rpartition("/")[2])
        if after != before:
            yield Renamed(dataset, before, after)


def with_first_addresses(dataset: dict[str, Any], *, remember: bool) -> dict[str, Any]:
    """Return the dataset with each uploaded file at the address it was first exported at.

    CKAN puts the file's name in its address but finds the file by its id: the first address always gives what was
    uploaded last, whatever its name.
    """
    uploads = {str(file["id"]): file for file in dataset.get("resources") or [] if file.get("url_type") == "upload"}
    if not uploads:
        return dataset
    names = {key: str(file.get("url") or "").rpartition("/")[2] for key, file in uploads.items()}
    if remember:
        _remember({key: name for key, name in names.items() if name})
    known = _known(list(uploads))
    files = [_renamed(file, known.get(str(file.get("id")))) for file in dataset["resources"]]
    return {**dataset, "resources": files}


def _renamed(file: dict[str, Any], name: str | None) -> dict[str, Any]:
    folder, _, _ = str(file.get("url") or "").rpartition("/")
    return {**file, "url": f"{folder}/{name}"} if name and file.get("url_type") == "upload" else file


def _remember(names: dict[str, str]) -> None:
    if names:
        with model.meta.engine.begin() as connection:
            records = [{"resource_id": key, "name": name} for key, name in names.items()]
            connection.execute(sa.text(REMEMBER), records)


def _known(ids: list[str]) -> dict[str, str]:
    with model.meta.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(sa.text(KNOWN), {"ids": ids})}
