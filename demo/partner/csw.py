"""The partner's catalogue as a CSW 2.0.2 that speaks ISO 19139 and Dublin Core."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from demo.partner.asked import Answer, Asked
from demo.partner.entries import BOX, ISSUED, MODIFIED, PARTNERS, Dict, entries

PATH = "/geonetwork/srv/fre/csw"
PARTNER = PARTNERS["csw"]
FREQUENCIES = {"DAILY": "daily", "ANNUAL": "annually", "IRREG": "irregular"}
CSW = "http://www.opengis.net/cat/csw/2.0.2"
ISO = "http://www.isotc211.org/2005"
REFUSED = """<?xml version="1.0" encoding="UTF-8"?>
<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.0.0">
  <ows:Exception exceptionCode="InvalidParameterValue" locator="outputSchema">
    <ows:ExceptionText>Schéma de sortie inconnu</ows:ExceptionText>
  </ows:Exception>
</ows:ExceptionReport>"""


def answer(asked: Asked) -> Answer | None:
    """Answer a GetRecords request; an exception, with status 200, for what is not understood."""
    if asked.path != PATH:
        return None
    body = asked.body.decode("utf-8", "replace")
    schema, start, size = (_attribute(body, name) for name in ("outputSchema", "startPosition", "maxRecords"))
    writers = {f"{ISO}/gmd": iso_record, CSW: dublin_core_record}
    if schema not in writers:
        return Answer(REFUSED.encode("utf-8"), "application/xml")
    found = sorted(entries(PARTNER, asked.faults), key=lambda entry: identifier(entry["key"]))
    first = int(start or 1)
    page = found[first - 1 : first - 1 + min(int(size or 10), 5)]
    following = first + len(page) if first + len(page) <= len(found) else 0
    records = "".join(writers[schema](asked.base, entry) for entry in page)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><csw:GetRecordsResponse xmlns:csw="{CSW}">'
        f'<csw:SearchResults numberOfRecordsMatched="{len(found)}" numberOfRecordsReturned="{len(page)}" '
        f'nextRecord="{following}">{records}</csw:SearchResults></csw:GetRecordsResponse>'
    )
    return Answer(text.encode("utf-8"), "application/xml")


def identifier(key: str) -> str:
    """The file identifier of a dataset."""
    return f"fr-999999999-{key}"


def iso_record(base: str, entry: Dict) -> str:
    """A dataset in ISO 19139."""
    west, south, east, north = BOX
    names = (("gmd", "gmd"), ("gco", "gco"), ("gmx", "gmx"))
    spaces = " ".join(f'xmlns:{prefix}="{ISO}/{end}"' for prefix, end in names)
    frequency = FREQUENCIES.get(entry["frequency"], "unknown")
    return f"""<gmd:MD_Metadata {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">
<gmd:fileIdentifier>{_text(identifier(entry["key"]))}</gmd:fileIdentifier>
<gmd:hierarchyLevel>{_code("MD_ScopeCode", "dataset")}</gmd:hierarchyLevel>
<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier>
<gmd:code>{_text("RGF93 / Lambert-93 (EPSG:2154)")}</gmd:code>
</gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>
<gmd:identificationInfo><gmd:MD_DataIdentification>
<gmd:citation><gmd:CI_Citation><gmd:title>{_text(entry["title"])}</gmd:title>
{_date("publication", ISSUED)}{_date("revision", MODIFIED)}</gmd:CI_Citation></gmd:citation>
<gmd:abstract>{_text(entry["description"])}</gmd:abstract>
<gmd:pointOfContact><gmd:CI_ResponsibleParty><gmd:individualName>{_text("Prénom Nom")}</gmd:individualName>
<gmd:organisationName>{_text(PARTNER.name)}</gmd:organisationName>
<gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>
<gmd:electronicMailAddress>{_text(PARTNER.mailbox)}</gmd:electronicMailAddress>
</gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo>
<gmd:role>{_code("CI_RoleCode", "publisher")}</gmd:role></gmd:CI_ResponsibleParty></gmd:pointOfContact>
<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation><gmd:maintenanceAndUpdateFrequency>
{_code("MD_MaintenanceFrequencyCode", frequency)}
</gmd:maintenanceAndUpdateFrequency></gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>
<gmd:descriptiveKeywords><gmd:MD_Keywords>{"".join(_keywords(entry))}</gmd:MD_Keywords></gmd:descriptiveKeywords>
<gmd:resourceConstraints><gmd:MD_LegalConstraints>
<gmd:useConstraints>{_code("MD_RestrictionCode", "license")}</gmd:useConstraints>
<gmd:otherConstraints><gmd:CharacterString>{escape(entry["licence"])}</gmd:CharacterString></gmd:otherConstraints>
</gmd:MD_LegalConstraints></gmd:resourceConstraints>
<gmd:language>{_code("LanguageCode", "fre")}</gmd:language>
<gmd:topicCategory><gmd:MD_TopicCategoryCode>environment</gmd:MD_TopicCategoryCode></gmd:topicCategory>
<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>
{_decimal("westBoundLongitude", west)}{_decimal("eastBoundLongitude", east)}
{_decimal("southBoundLatitude", south)}{_decimal("northBoundLatitude", north)}
</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine>
<gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{escape(_file(base, entry))}</gmd:URL></gmd:linkage>
<gmd:protocol>{_text("WWW:DOWNLOAD-1.0-http--download")}</gmd:protocol><gmd:name>{_text("Tableau (CSV)")}</gmd:name>
</gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution>
</gmd:distributionInfo></gmd:MD_Metadata>"""


def dublin_core_record(base: str, entry: Dict) -> str:
    """A dataset in Dublin Core, its box with the corners in each other's place as some servers do."""
    west, south, east, north = BOX
    subjects = "".join(f"<dc:subject>{escape(keyword)}</dc:subject>" for keyword in entry["keywords"])
    return f"""<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/"
xmlns:ows="http://www.opengis.net/ows"><dc:identifier>{escape(identifier(entry["key"]))}</dc:identifier>
<dc:title>{escape(entry["title"])}</dc:title><dc:type>dataset</dc:type>{subjects}
<dct:abstract>{escape(entry["description"])}</dct:abstract><dct:issued>{ISSUED}</dct:issued>
<dct:modified>{MODIFIED}</dct:modified><dc:publisher>{escape(PARTNER.name)}</dc:publisher>
<dc:rights>{escape(entry["licence"])}</dc:rights><dc:language>fre</dc:language>
<dc:URI protocol="WWW:DOWNLOAD-1.0-http--download" name="Tableau (CSV)">{escape(_file(base, entry))}</dc:URI>
<ows:BoundingBox crs="urn:ogc:def:crs:EPSG:6.6:4326"><ows:LowerCorner>{east} {south}</ows:LowerCorner>
<ows:UpperCorner>{west} {north}</ows:UpperCorner></ows:BoundingBox></csw:Record>"""


def _attribute(body: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', body)
    return match[1] if match else ""


def _file(base: str, entry: Dict) -> str:
    return f"{base}/fichiers/{quote(entry['key'], safe='')}.csv"


def _text(text: str) -> str:
    return f"<gco:CharacterString>{escape(text)}</gco:CharacterString>"


def _code(name: str, value: str) -> str:
    return f'<gmd:{name} codeList="http://standards.iso.org/iso/19139/#{name}" codeListValue="{value}"/>'


def _date(kind: str, day: str) -> str:
    return (
        f"<gmd:date><gmd:CI_Date><gmd:date><gco:Date>{day}</gco:Date></gmd:date>"
        f"<gmd:dateType>{_code('CI_DateTypeCode', kind)}</gmd:dateType></gmd:CI_Date></gmd:date>"
    )


def _decimal(name: str, value: float) -> str:
    return f"<gmd:{name}><gco:Decimal>{value}</gco:Decimal></gmd:{name}>"


def _keywords(entry: Dict) -> Iterator[str]:
    for keyword in entry["keywords"]:
        yield f"<gmd:keyword>{_text(keyword)}</gmd:keyword>"
