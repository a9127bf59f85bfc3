"""The stored fragments, read beside the live visibility of their datasets: the table never says what is public."""
# ruff: noqa: S608 - the queries are put together from constants of ours; values are bound

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from isal import isal_zlib

from ckanext.archipel.catalogue.formats import STORED
from ckanext.archipel.catalogue.versions import DATASET_VERSION, dataset_content, organizations
from ckanext.archipel.dataset.archived import NOT_ARCHIVED

GZIP = 31  # zlib's name for a gzip member
PUBLIC = f"p.state = 'active' AND p.private IS NOT TRUE AND p.type = 'dataset' AND {NOT_ARCHIVED}"
MOST_LISTED = 500
SAVED = ("version", "content", "uri", "repairs", "error", *(syntax.column for syntax in STORED))


@dataclass(frozen=True)
class Scope:
    """Which public datasets a feed is about: an SQL condition on `package p`, and its parameters."""

    condition: str = "TRUE"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def narrowed(self, condition: str, **parameters: Any) -> "Scope":
        """Return the scope with one more condition."""
        return Scope(f"{self.condition} AND {condition}", {**self.parameters, **parameters})


EVERYTHING = Scope()


@dataclass(frozen=True)
class Row:
    """A public dataset, and what is stored of it in one format."""

    id: str
    version: str
    stored_version: str | None
    uri: str | None
    packed: bytes | None
    outdated: bool = False  # its last good version: what it is now cannot be expressed

    @property
    def fresh(self) -> bool:
        """Tell whether what is stored is what the dataset is."""
        return self.version == self.stored_version

    @property
    def body(self) -> bytes:
        """Return the fragment."""
        # Unpacking is most of what a page costs; ISA-L takes six tenths of zlib's time.
        return isal_zlib.decompress(self.packed, GZIP) if self.packed else b""


@dataclass(frozen=True)
class Built:
    """What a build made of a dataset; with an `error`, the fragments of the last good build are kept."""

    id: str
    version: str
    uri: str | None = None
    fragments: Mapping[str, bytes] = field(default_factory=dict)
    repairs: Sequence[str] = ()
    error: str | None = None
    content: str | None = None

    def row(self, column: str) -> Row:
        """Return what a reader would have found."""
        body = self.fragments.get(column)
        return Row(self.id, self.version, self.version, self.uri, pack(body) if body else None)


def pack(body: bytes) -> bytes:
    """Return a gzip member: members joined are a gzip file, so a dump needs no compression of its own."""
    return gzip.compress(body, 6, mtime=0)


def count(scope: Scope) -> tuple[int, datetime | None]:
    """Return how many public datasets a scope holds, and when the last one changed."""
    sql = f"SELECT count(*), max(p.metadata_modified) FROM package p WHERE {PUBLIC} AND {scope.condition}"
    number, latest = model.Session.execute(sa.text(sql), dict(scope.parameters)).one()
    return int(number), latest


def mark(scope: Scope, settings: str) -> str:
    """Return a digest of what a scope's datasets are and of what is stored of them."""
    sql = f"""
        SELECT md5(string_agg(p.id || {DATASET_VERSION} || coalesce(r.version || r.built, ''), '' ORDER BY p.id))
        {_with_stored("package")} WHERE {PUBLIC} AND {scope.condition}
    """
    found = model.Session.execute(sa.text(sql), {**scope.parameters, "settings": settings}).scalar()
    return str(found or "")


def rows(scope: Scope, settings: str, column: str | None, limit: int, offset: int = 0) -> list[Row]:
    """Return public datasets in the order of their ids, which no edit changes, with their fragments of one format."""
    packed = f"r.{column}" if column else "NULL"
    # Chosen first: no digest is computed of the datasets before the page.
    page = f"SELECT p.* FROM package p WHERE {PUBLIC} AND {scope.condition} ORDER BY p.id LIMIT :limit OFFSET :offset"
    sql = f"""
        SELECT p.id, {DATASET_VERSION}, r.version, r.uri, {packed}, r.error IS NOT NULL
        {_with_stored(f"({page})")} ORDER BY p.id
    """
    parameters = {**scope.parameters, "settings": settings, "limit": limit, "offset": offset}
    found = model.Session.execute(sa.text(sql), parameters)
    return [Row(r[0], r[1], r[2], r[3], bytes(r[4]) if r[4] is not None else None, r[5]) for r in found]


def stale(settings: str, limit: int, after: str = "") -> dict[str, str]:
    """Return public datasets after this id whose fragments are missing or old, with the version they should have."""
    sql = f"""
        SELECT p.id, {DATASET_VERSION} {_with_stored("package")}
        WHERE {PUBLIC} AND p.id > :after AND r.version IS DISTINCT FROM {DATASET_VERSION} ORDER BY p.id LIMIT :limit
    """
    found = model.Session.execute(sa.text(sql), {"settings": settings, "limit": limit, "after": after})
    return {row[0]: row[1] for row in found}


def save(builds: Iterable[Built]) -> None:
    """Store builds in a transaction of their own; the last writer wins, and a reader notices when it was wrong."""
    records = [
        {
            **{syntax.column: None for syntax in STORED},
            **{column: pack(body) for column, body in built.fragments.items()},
            "dataset_id": built.id,
            "version": built.version,
            "content": built.content,
            "uri": built.uri,
            "repairs": "\n".join(built.repairs) or None,
            "error": built.error,
        }
        for built in builds
    ]
    with model.meta.engine.begin() as connection:
        for failed in (False, True):
            chosen = [record for record in records if (record["error"] is not None) == failed]
            if chosen:
                connection.execute(sa.text(_upsert(("version", "content", "error") if failed else SAVED)), chosen)


def contents(ids: Sequence[str]) -> dict[str, str]:
    """Return the digests of all that these datasets hold, which their versions do not read: files, keywords, fields."""
    found = model.Session.execute(
        sa.text(f"SELECT p.id, {dataset_content()} FROM package p WHERE p.id = ANY(:ids)"), {"ids": list(ids)}
    )
    return {row[0]: row[1] for row in found}


def sweep() -> int:
    """Have built again what was changed without a trace in its dataset's own row, by SQL; return how many."""
    sql = f"""
        UPDATE archipel_dataset_rdf r SET version = '' FROM package p
        WHERE p.id = r.dataset_id AND {PUBLIC} AND r.version <> '' AND r.content IS DISTINCT FROM {dataset_content()}
    """
    with model.meta.engine.begin() as connection:
        return int(connection.execute(sa.text(sql)).rowcount)


def expire(days: int) -> None:
    """Have fragments older than so many days built again; until then they are served."""
    sql = "UPDATE archipel_dataset_rdf SET version = '' WHERE built <= now() - make_interval(days => :days)"
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text(sql), {"days": days})


@dataclass(frozen=True)
class Failure:
    """A public dataset that cannot be expressed; `kept` tells whether its last good version is served."""

    name: str
    title: str | None
    reason: str
    kept: bool


def failures() -> list[Failure]:
    """List the public datasets that cannot be expressed."""
    sql = f"""
        SELECT p.name, p.title, r.error, r.uri IS NOT NULL
        FROM archipel_dataset_rdf r JOIN package p ON p.id = r.dataset_id
        WHERE r.error IS NOT NULL AND {PUBLIC} ORDER BY p.name
    """
    return [Failure(*row) for row in model.Session.execute(sa.text(sql))]


def repaired() -> list[tuple[str, str | None, tuple[str, ...]]]:
    """List the public datasets whose export leaves values out: name, title, and these values."""
    sql = f"""
        SELECT p.name, p.title, r.repairs FROM archipel_dataset_rdf r JOIN package p ON p.id = r.dataset_id
        WHERE r.error IS NULL AND r.repairs <> '' AND {PUBLIC} ORDER BY p.name LIMIT :most
    """
    found = model.Session.execute(sa.text(sql), {"most": MOST_LISTED})
    return [(name, title, tuple(repairs.splitlines())) for name, title, repairs in found]


def remarks(dataset_id: str) -> tuple[str | None, tuple[str, ...]]:
    """Return why a dataset cannot be expressed, and which of its values are left out."""
    sql = "SELECT error, repairs FROM archipel_dataset_rdf WHERE dataset_id = :id"
    row = model.Session.execute(sa.text(sql), {"id": dataset_id}).first()
    return (row[0], tuple((row[1] or "").splitlines())) if row else (None, ())


def _with_stored(packages: str) -> str:
    return f"""
        FROM {packages} p
        LEFT JOIN ({organizations()}) o ON o.id = p.owner_org
        LEFT JOIN archipel_dataset_rdf r ON r.dataset_id = p.id
    """


def _upsert(updated: Sequence[str]) -> str:
    columns = ("dataset_id", *SAVED)
    changes = ", ".join(f"{column} = excluded.{column}" for column in updated)
    return f"""
        INSERT INTO archipel_dataset_rdf ({", ".join(columns)}) VALUES ({", ".join(f":{name}" for name in columns)})
        ON CONFLICT (dataset_id) DO UPDATE SET {changes}, built = now()
    """


def forget_absent() -> int:
    """Drop the fragments of datasets that are purged, deleted or hidden; return how many."""
    sql = f"""
        DELETE FROM archipel_dataset_rdf r
        WHERE NOT EXISTS (SELECT 1 FROM package p WHERE p.id = r.dataset_id AND {PUBLIC})
    """
    with model.meta.engine.begin() as connection:
        return int(connection.execute(sa.text(sql)).rowcount)


def drop() -> None:
    """Forget everything; the next readers and builds make it anew."""
    # Not TRUNCATE: it would wait for a dump being read, and every reader would wait for it.
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM archipel_dataset_rdf"))
