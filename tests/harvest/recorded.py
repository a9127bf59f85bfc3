"""Reads a recorded payload as the kind that meets it would, without the pages around it."""

from collections.abc import Callable
from pathlib import Path

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds import arcgis, ckan, geonetwork, opendatasoft, udata
from ckanext.archipel.harvest.kinds.csw_answer import read_answer
from ckanext.archipel.harvest.kinds.dcat import records_of
from ckanext.archipel.harvest.kinds.kind import RemoteRecord, SourceSettings
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items, parse_json, parse_xml
from ckanext.archipel.harvest.rdf_page import parse_page

URLS = {
    "csw": "https://geo.exemple.fr/geonetwork/srv/fre/csw",
    "dcat": "https://donnees.exemple.fr/catalogue",
    "geonetwork": "https://geo.exemple.fr/geonetwork/srv/fre/q",
}


def source(kind: str) -> SourceSettings:
    """A source of a kind."""
    return SourceSettings(URLS.get(kind, "https://donnees.exemple.fr/api/3/action/x"))


def records(kind: str, path: Path) -> list[RemoteRecord]:
    """The records of one payload of a kind."""
    document = Document(path.read_bytes(), URLS.get(kind, "https://donnees.exemple.fr/x"), "")
    if path.suffix == ".csv":
        return opendatasoft.records_of_csv(document.content, document.url)
    return READERS[kind](document)


def _csw(document: Document) -> list[RemoteRecord]:
    found = read_answer(parse_xml(document), document.url)
    if found.refusal:
        raise PageError(found.refusal)
    return found.records


def _opendatasoft(document: Document) -> list[RemoteRecord]:
    record = opendatasoft.record_of(parse_json(document), "https://donnees.exemple.fr")
    return [record] if record else []


def _ckan(document: Document) -> list[RemoteRecord]:
    entries, _ = ckan.read_answer(parse_json(document), document.url)
    return [record for entry in entries if (record := ckan.record_of(entry))]


def _geonetwork(document: Document) -> list[RemoteRecord]:
    answer = parse_json(document)
    found = [RemoteRecord(uuid) for uuid in geonetwork.uuids_of_4(as_dict(answer.get("hits")))]
    return found or geonetwork.records_of_3(answer)


def _udata(document: Document) -> list[RemoteRecord]:
    return [record for entry in _udata_datasets(parse_json(document)) if (record := udata.record_of(entry))]


def _udata_datasets(answer: object) -> list[dict[str, object]]:
    """The datasets of an answer, or of the dump in which udata keeps each one beside what it links to."""
    dumped = as_items(as_dict(answer).get("datasets"))
    joined = [{**entry["dataset"], **{key: entry[key] for key in ("resources", "organization")}} for entry in dumped]
    is_dataset = "title" in as_dict(answer) and "resources" in as_dict(answer)
    return joined or ([dict(as_dict(answer))] if is_dataset else [])


READERS: dict[str, Callable[[Document], list[RemoteRecord]]] = {
    "csw": _csw,
    "dcat": lambda document: records_of(parse_page(document)),
    "opendatasoft": _opendatasoft,
    "arcgis": lambda document: arcgis.records_of(parse_json(document), document.url),
    "ckan": _ckan,
    "geonetwork": _geonetwork,
    "udata": _udata,
}
