"""GetRecords requests, as the servers of the region understand them. Free of CKAN."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

CSW = "http://www.opengis.net/cat/csw/2.0.2"
OGC = "http://www.opengis.net/ogc"
NAMES = {"csw": CSW, "ogc": OGC, "apiso": "http://www.opengis.net/cat/csw/apiso/1.0"}
PAGE_SIZE = 20
TYPES = ("dataset", "nonGeographicDataset", "series", "service")
# What an administrator may ask for, and the queryable that answers it.
FILTERS = {"organization": "apiso:OrganisationName", "keyword": "apiso:Subject", "theme": "apiso:TopicCategory"}
csw = ElementMaker(namespace=CSW, nsmap=NAMES)
ogc = ElementMaker(namespace=OGC, nsmap=NAMES)


@dataclass(frozen=True)
class Dialect:
    """A way to ask: in which schema, sorted by what (pages overlap otherwise), and whether kinds can be filtered."""

    schema: str
    sorted_by: str
    filtered: bool


DIALECTS = (
    Dialect("http://www.isotc211.org/2005/gmd", "apiso:Identifier", True),
    Dialect("http://www.isotc211.org/2005/gmd", "dc:identifier", False),
    Dialect("http://standards.iso.org/iso/19115/-3/mdb/2.0", "apiso:Identifier", True),
    Dialect(CSW, "dc:identifier", False),
)


def get_records(dialect: Dialect, start: int, filters: Mapping[str, str]) -> bytes:
    """Return the body that asks for the page that starts at a record."""
    query = csw.Query(csw.ElementSetName("full"), typeNames="csw:Record")
    conditions = _conditions(dialect, filters)
    if conditions:
        whole = conditions[0] if len(conditions) == 1 else ogc.And(*conditions)
        query.append(csw.Constraint(ogc.Filter(whole), version="1.1.0"))
    order = ogc.SortProperty(ogc.PropertyName(dialect.sorted_by), ogc.SortOrder("ASC"))
    query.append(ogc.SortBy(order))
    request = csw.GetRecords(
        query,
        service="CSW",
        version="2.0.2",
        resultType="results",
        startPosition=str(start),
        maxRecords=str(PAGE_SIZE),
        outputFormat="application/xml",
        outputSchema=dialect.schema,
    )
    return bytes(etree.tostring(request, xml_declaration=True, encoding="UTF-8"))


def _conditions(dialect: Dialect, filters: Mapping[str, str]) -> list[etree._Element]:
    asked = [_equals(FILTERS[name], value) for name, value in sorted(filters.items()) if name in FILTERS and value]
    return [ogc.Or(*(_equals("apiso:Type", kind) for kind in TYPES)), *asked] if dialect.filtered else asked


def _equals(name: str, value: str) -> etree._Element:
    return ogc.PropertyIsEqualTo(ogc.PropertyName(name), ogc.Literal(value))
