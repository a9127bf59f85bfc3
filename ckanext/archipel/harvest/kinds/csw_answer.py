"""Answers of a CSW: records of several standards, or an exception that arrives with status 200."""

from dataclasses import dataclass, field

from lxml import etree

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds import dublin_core, iso
from ckanext.archipel.harvest.kinds.dcat import records_of
from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.rdf_page import parse_page

RDF_SPACE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
RDF = f"{RDF_SPACE}RDF"
DATASET = "{http://www.w3.org/ns/dcat#}Dataset"
IDENTIFIER = "{http://purl.org/dc/terms/}identifier"
# Failures have other codes (NoApplicableCode…): to ask otherwise would only bring poorer records until they are over.
NOT_UNDERSTOOD = {
    *("invalidparametervalue", "missingparametervalue", "operationnotsupported", "optionnotsupported"),
    "operationparsingfailed",
}
RECORDS = "GetRecordsResponse, GetRecordByIdResponse"


@dataclass(frozen=True)
class Answer:
    """What a server answered: records, where it says the next page starts, or why it refuses."""

    records: list[RemoteRecord] = field(default_factory=list)
    count: int = 0
    matched: int | None = None
    following: int = 0
    refusal: str = ""
    # Whether it is the way of asking that the server refuses, rather than it fails to answer.
    misunderstood: bool = False


def read_answer(root: etree._Element, url: str) -> Answer:
    """Read an answer, or a lone record as catalogues export them."""
    name = etree.QName(root).localname
    if name == "ExceptionReport":
        texts = [" ".join(text.split()) for text in root.itertext() if text.strip()]
        codes = [str(code) for code in root.xpath("//@exceptionCode")]
        refusal = " ".join([*codes, *texts])[:300] or "sans motif"
        return Answer(refusal=refusal, misunderstood=bool(NOT_UNDERSTOOD & {code.lower() for code in codes}))
    if name not in {"GetRecordsResponse", "GetRecordByIdResponse", "SearchResults"}:
        if (record := _record(root, url)) is None and not _is_other_standard(root):
            raise PageError(f"{url} répond par « {name} », pas par des notices CSW ({RECORDS}).")
        return Answer(record or [], 1)
    results = root if name == "SearchResults" else root.find("{*}SearchResults")
    holder = root if results is None else results
    children = list(holder.iterchildren(etree.Element))
    records = [record for child in children for record in _record(child, url) or []]
    matched = _number(holder.get("numberOfRecordsMatched"))
    return Answer(records, len(children), matched, _number(holder.get("nextRecord")) or 0)


def _record(element: etree._Element, url: str) -> list[RemoteRecord] | None:
    """Return the datasets that an element describes; None when it describes none."""
    if iso.is_record(element):
        return [iso.record(element)] if iso.is_dataset(element) else None
    if dublin_core.is_record(element):
        return [dublin_core.record(element)] if dublin_core.is_dataset(element) else None
    if element.tag == RDF:
        return _rdf_records(element, url)
    return None


def _rdf_records(element: etree._Element, url: str) -> list[RemoteRecord]:
    """Return the datasets of an RDF part of an answer; what rdflib cannot read loses no other part."""
    try:
        return records_of(parse_page(Document(etree.tostring(element), url, "application/rdf+xml")))
    except PageError as error:
        problem = f"La notice n'est pas lisible : {error}"
    # Named as it would be if it could be read; a record without a name keeps anything from being removed.
    return [RemoteRecord(_rdf_name(dataset), problem=problem) for dataset in list(element.iter(DATASET)) or [element]]


def _rdf_name(dataset: etree._Element) -> str:
    written = ("".join(each.itertext()).strip() for each in dataset.iterchildren(IDENTIFIER))
    return min(filter(None, written), default="") or dataset.get(f"{RDF_SPACE}about", "")


def _is_other_standard(element: etree._Element) -> bool:
    """Tell whether an element is metadata of something that is no dataset: a feature catalogue, a map, a service's."""
    known = {"FC_FeatureCatalogue", "Capabilities", "SearchStatus"}
    return iso.is_record(element) or dublin_core.is_record(element) or etree.QName(element).localname in known


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() and len(text) < 10 else None
