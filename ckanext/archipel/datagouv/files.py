"""What data.gouv.fr would store of the files and services of a dataset. Reads what is exported, free of CKAN."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ckanext.archipel.datagouv.words import kept_date, kept_text, kept_url
from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.fields import Dataset
from ckanext.archipel.rdf.formats import FILE_TYPES, OGC
from ckanext.archipel.rdf.values import as_list, media_type

# Several layers of one service have one address: data.gouv.fr tells them apart by their titles.
TOLD_BY_TITLE = frozenset({"wms", "wfs", "wmts"})
CHECKSUMS = frozenset({"md5", "sha1", "sha256"})


@dataclass(frozen=True)
class KeptFile:
    """A file or a service on data.gouv.fr; no description when its HTML is rewritten."""

    url: str
    title: str
    description: str | None
    type: str
    format: str | None
    mime: str | None
    size: int | None
    checksum: str | None
    schemas: tuple[str, ...]
    issued: str | None
    modified: str | None
    licence: str | None = None
    rights: str | None = None


def kept_files(exported: Dataset, moment: datetime) -> list[KeptFile]:
    """Return the files kept: those of one address are merged."""
    found: list[KeptFile] = []
    for file in (_file(resource, moment) for resource in exported.get("resources") or []):
        same = next((n for n, other in enumerate(found) if _is_same(file, other)), None)
        if same is None:
            found.append(file)
        else:
            found[same] = _merged(found[same], file)
    return found


def _is_same(file: KeptFile, other: KeptFile) -> bool:
    return file.url == other.url and (file.format not in TOLD_BY_TITLE or file.title == other.title)


def _merged(one: KeptFile, other: KeptFile) -> KeptFile:
    """Return the second, with what data.gouv.fr leaves of the first where the second says nothing."""
    return replace(
        other,
        type="api" if "api" in (one.type, other.type) else "main",
        checksum=other.checksum or one.checksum,
        schemas=other.schemas or one.schemas,
        licence=other.licence or one.licence,
        rights=other.rights or one.rights,
    )


def _file(resource: dict[str, Any], moment: datetime) -> KeptFile:
    address = kept_url(resource.get("download_url") or resource.get("access_url"))
    services = as_dicts(resource.get("access_services"))
    kind = format_of(resource, services)
    return KeptFile(
        url=address,
        title=str(resource.get("name") or _title(address, kind)),
        description=kept_text(resource.get("description")),
        type="api" if services else "main",
        format=kind,
        mime=media_type(resource.get("mimetype")),
        size=resource.get("size"),
        checksum=_checksum(resource),
        schemas=tuple(kept_url(uri) for uri in as_list(resource.get("conforms_to"))),
        issued=kept_date(resource.get("issued")),
        modified=kept_date(resource.get("modified"), not_after=moment),
        licence=kept_url(resource["license"]) if resource.get("license") else None,
        rights=str(resource["rights"]) if resource.get("rights") else None,
    )


def format_of(resource: dict[str, Any], services: Iterable[dict[str, Any]]) -> str | None:
    """Return a file's format: the protocol of its service, or else the last word of its European address."""
    for service in list(services)[:1]:
        standards = (str(uri) for uri in as_list(service.get("conforms_to")))
        if standard := next((uri for uri in standards if uri.startswith(OGC)), None):
            return standard.removeprefix(OGC).lower()
    written = str(resource.get("format") or "")
    return written.removeprefix(FILE_TYPES).lower() or None


def _title(address: str, kind: str | None) -> str:
    last = address.rsplit("/", 1)[-1]
    if "." in last and "?" not in last:
        return last
    return f"Ressource {kind}" if kind else "Ressource sans nom"


def _checksum(resource: dict[str, Any]) -> str | None:
    algorithm = str(resource.get("hash_algorithm") or "").rpartition("checksumAlgorithm_")[2]
    return f"{algorithm}:{resource['hash']}" if algorithm in CHECKSUMS and resource.get("hash") else None
