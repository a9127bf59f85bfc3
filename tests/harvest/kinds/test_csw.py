"""CSW: how it is asked, when it is believed, and what its records say."""

import re
from typing import Any

import pytest
from lxml import etree

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.csw import CswKind
from ckanext.archipel.harvest.kinds.csw_request import DIALECTS, get_records
from ckanext.archipel.harvest.kinds.iso import NOT_DATA
from ckanext.archipel.harvest.kinds.kind import Request, SourceSettings
from tests.harvest.kinds.conftest import Memory, partner, records, source

URL = "https://geo.exemple.fr/geonetwork/srv/fre/csw"
SOURCE = SourceSettings(URL)
CSW = 'xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"'
EXCEPTION = (
    b'<ExceptionReport><Exception exceptionCode="NoApplicableCode">'
    b"<ExceptionText>panne</ExceptionText></Exception></ExceptionReport>"
)
REFUSAL = EXCEPTION.replace(b"NoApplicableCode", b"InvalidParameterValue")
SPACES = (
    'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" '
    'xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:gml="http://www.opengis.net/gml/3.2"'
)


def iso(about: str = "", rest: str = "", identifier: str = "abc", title: str = "Titre", level: str = "dataset") -> str:
    """A record in ISO 19139."""
    return f"""<gmd:MD_Metadata {SPACES}><gmd:fileIdentifier>{text(identifier)}</gmd:fileIdentifier>
    <gmd:hierarchyLevel><gmd:MD_ScopeCode codeListValue="{level}"/></gmd:hierarchyLevel>
    <gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>
    <gmd:title>{text(title)}</gmd:title></gmd:CI_Citation></gmd:citation>{about}</gmd:MD_DataIdentification>
    </gmd:identificationInfo>{rest}</gmd:MD_Metadata>"""


def text(words: str) -> str:
    return f"<gco:CharacterString>{words}</gco:CharacterString>"


def link(url: str, protocol: str = "", name: str = "") -> str:
    return f"""<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>
    <gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{url}</gmd:URL></gmd:linkage>
    <gmd:protocol>{text(protocol)}</gmd:protocol><gmd:name>{text(name)}</gmd:name></gmd:CI_OnlineResource></gmd:onLine>
    </gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>"""


def page(*found: str, matched: int | None = None, following: int = 0) -> bytes:
    count = len(found) if matched is None else matched
    return (
        f'<csw:GetRecordsResponse {CSW}><csw:SearchResults numberOfRecordsMatched="{count}" '
        f'nextRecord="{following}">{"".join(found)}</csw:SearchResults></csw:GetRecordsResponse>'
    ).encode()


def dataset(*parts: str, **settings: Any) -> dict[str, Any]:
    """The dataset that a record with these parts is."""
    [record] = records(CswKind().pages(SOURCE, Memory(lambda _: page(iso(*parts)))))
    return CswKind().map(record, SourceSettings(URL, **settings)).dataset


def start_of(request: Request) -> int:
    match = re.search(rb'startPosition="(\d+)"', request.body or b"")
    assert match
    return int(match[1])


def test_the_request_is_sorted_filtered_and_posted() -> None:
    read = Memory(lambda _: page(iso()))
    settings = SourceSettings(URL, filters={"organization": "DDT <07>", "inconnu": "x"})
    list(CswKind().pages(settings, read))
    [request] = read.asked
    assert request.body is not None
    root = etree.fromstring(request.body)
    assert root.xpath("string(//*[local-name()='SortProperty']/*[local-name()='PropertyName'])") == "apiso:Identifier"
    assert root.xpath("//*[local-name()='Literal']/text()") == [
        *("dataset", "nonGeographicDataset", "series", "service"),
        "DDT <07>",
    ]
    assert request.content_type == "application/xml"


def test_pages_follow_the_server_s_own_steps() -> None:
    def answer(request: Request) -> bytes:
        start = start_of(request)
        return page(iso(identifier=f"r{start}"), matched=3, following=start + 1 if start < 3 else 0)

    pages = list(CswKind().pages(SOURCE, Memory(answer)))
    assert [record.identifier for record in records(pages)] == ["r1", "r2", "r3"]
    assert [page.total for page in pages] == [3, 3, 3]


@pytest.mark.parametrize("following", [0, 1])
def test_a_server_that_ends_too_early_is_asked_for_the_rest(following: int) -> None:
    def answer(request: Request) -> bytes:
        return page(iso(identifier=f"r{start_of(request)}"), matched=3, following=following)

    assert [record.identifier for record in records(CswKind().pages(SOURCE, Memory(answer)))] == ["r1", "r2", "r3"]


def test_an_empty_page_before_the_end_is_an_incomplete_reading() -> None:
    def answer(request: Request) -> bytes:
        return page(iso(), matched=40, following=21) if start_of(request) == 1 else page(matched=40)

    with pytest.raises(PageError, match="annonce 40 notices mais n'en a donné que 1 "):
        list(CswKind().pages(SOURCE, Memory(answer)))


def test_an_exception_report_with_status_200_is_a_refusal_told_in_its_own_words() -> None:
    with pytest.raises(PageError, match="NoApplicableCode panne"):
        list(CswKind().pages(SOURCE, Memory(lambda _: EXCEPTION)))


def test_an_exception_after_the_first_page_is_an_incomplete_reading() -> None:
    def answer(request: Request) -> bytes:
        return page(iso(), matched=40, following=21) if start_of(request) == 1 else EXCEPTION

    with pytest.raises(PageError, match="notice 21"):
        list(CswKind().pages(SOURCE, Memory(answer)))


def test_dublin_core_is_asked_for_where_no_iso_is_known() -> None:
    served = partner()

    def answer(request: Request) -> bytes | None:
        known = b"isotc211" not in (request.body or b"") and b"19115" not in (request.body or b"")
        return served(request).content if known else REFUSAL

    read = Memory(answer)
    found = records(CswKind().pages(source("csw"), read))
    assert len(found) == 12
    mapped = CswKind().map(found[0], source("csw")).dataset
    assert mapped["territory"] == ["fr:departement:38"]
    assert mapped["resources"][0]["format"] == "CSV"
    # The dialect found once is kept for the pages that follow.
    assert len(read.asked) == len(DIALECTS) - 1 + 3


def test_a_failure_of_the_first_page_never_brings_poorer_records_in_another_standard() -> None:
    served = partner()

    def answer(request: Request) -> bytes | None:
        return EXCEPTION if b"isotc211" in (request.body or b"") else served(request).content

    read = Memory(answer)
    with pytest.raises(PageError, match="NoApplicableCode panne"):
        list(CswKind().pages(source("csw"), read))
    assert len(read.asked) == 1


def test_feature_catalogues_and_maps_are_no_datasets() -> None:
    other = '<gfc:FC_FeatureCatalogue xmlns:gfc="http://www.isotc211.org/2005/gfc"/>'
    read = Memory(lambda _: page(iso(identifier="a"), iso(identifier="carte", level="staticMap"), other))
    [answer] = CswKind().pages(SOURCE, read)
    assert [record.identifier for record in answer.records] == ["a"]
    assert answer.left_out == {NOT_DATA: 2}


def test_the_access_is_told_from_the_licence() -> None:
    constraints = f"""<gmd:resourceConstraints><gmd:MD_LegalConstraints>
    <gmd:useLimitation>{text("Licence Ouverte 2.0")}</gmd:useLimitation>
    <gmd:otherConstraints>{text("Pas de restriction d’accès public selon INSPIRE")}</gmd:otherConstraints>
    </gmd:MD_LegalConstraints></gmd:resourceConstraints>"""
    found = dataset(constraints)
    assert found["license_id"] == "lov2"
    assert found["harvest_licence"] == "Licence Ouverte 2.0"
    assert found["access_rights"].endswith("/PUBLIC")


def test_the_licence_of_the_source_stands_for_none_but_never_for_another() -> None:
    def with_use(words: str) -> str:
        return (
            "<gmd:resourceConstraints><gmd:MD_Constraints><gmd:useLimitation>"
            f"{text(words)}</gmd:useLimitation></gmd:MD_Constraints></gmd:resourceConstraints>"
        )

    free = "Utilisation libre sous réserve de mentionner la source"
    assert dataset(default_licence="lov2")["license_id"] == "lov2"
    assert dataset(with_use(free), default_licence="lov2")["license_id"] == "lov2"
    assert dataset(with_use(free))["license_id"] == "notspecified"
    assert dataset(with_use("Licence Engagée"), default_licence="lov2")["license_id"] == "notspecified"


@pytest.mark.parametrize(
    ("west", "east", "south", "north"),
    [(4.5, 4.6, 44.7, 44.8), (4.6, 4.5, 44.8, 44.7), (44.7, 44.8, 4.5, 4.6)],
)
def test_a_box_is_put_right_whatever_the_order_of_its_corners(
    west: float, east: float, south: float, north: float
) -> None:
    sides = {"westBoundLongitude": west, "eastBoundLongitude": east}
    sides |= {"southBoundLatitude": south, "northBoundLatitude": north}
    written = "".join(f"<gmd:{side}><gco:Decimal>{value}</gco:Decimal></gmd:{side}>" for side, value in sides.items())
    box = (
        "<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>"
        f"{written}</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>"
    )
    found = dataset(box)
    assert "[4.5, 44.7], [4.6, 44.7], [4.6, 44.8]" in found["spatial_coverage"][0]["bbox"]
    assert found["territory"] == ["fr:departement:07"]


@pytest.mark.parametrize(
    ("url", "protocol", "name", "expected"),
    [
        ("https://a.fr/wms?SERVICE=WMS&REQUEST=GetCapabilities", "", "couche", ("WMS", "api")),
        ("https://a.fr/cgi-bin/mapservwfs?", "OGC:WFS-1.0.0-http-get-capabilities", "couche", ("WFS", "api")),
        ("https://a.fr/rss/atomfeed/atomdataset/1", "WWW:LINK-1.0-http--link", "", ("ATOM", "main")),
        ("https://a.fr/consultationWMS?IDT=1", "WWW:LINK-1.0-http--link", "", ("HTML", "other")),
        ("https://a.fr/donnees.geojson", "WWW:LINK-1.0-http--link", "", ("GeoJSON", "main")),
        ("https://a.fr/une/page", "WWW:LINK-1.0-http--link", "", ("HTML", "other")),
    ],
)
def test_a_link_is_a_service_a_file_or_a_page(url: str, protocol: str, name: str, expected: tuple[str, str]) -> None:
    [resource] = dataset("", link(url.replace("&", "&amp;"), protocol, name))["resources"]
    assert (resource["format"], resource["resource_type"]) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://a.fr/srv/fre/catalog.search#/metadata/abc",
        "https://a.fr/csw?request=GetRecordById&amp;id=abc",
        "jdbc:postgresql://base/table",
        "file:///etc/passwd",
    ],
)
def test_links_to_the_record_or_to_no_web_address_are_left_out(url: str) -> None:
    assert dataset("", link(url))["resources"] == []


def test_the_state_s_own_network_is_marked() -> None:
    [resource] = dataset("", link("https://ogc.geo-ide.e2.rie.gouv.fr/wxs?service=WMS", "OGC:WMS", "c"))["resources"]
    assert resource["description"].startswith("Accès réservé au réseau interministériel")


def test_persons_are_never_taken_from_iso_records() -> None:
    contact = f"""<gmd:pointOfContact><gmd:CI_ResponsibleParty>
    <gmd:individualName>{text("Camille Exemple")}</gmd:individualName>
    <gmd:organisationName>{text("Direction des cartes")}</gmd:organisationName>
    <gmd:contactInfo><gmd:CI_Contact><gmd:phone><gmd:CI_Telephone><gmd:voice>{text("04 00 00 00 00")}</gmd:voice>
    </gmd:CI_Telephone></gmd:phone><gmd:address><gmd:CI_Address>
    <gmd:electronicMailAddress>{text("camille.exemple@cartes.example.org")}</gmd:electronicMailAddress>
    </gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo></gmd:CI_ResponsibleParty></gmd:pointOfContact>"""
    found = str(dataset(contact))
    assert "Direction des cartes" in found
    for private in ("Camille", "camille", "04 00"):
        assert private not in found
    assert "camille.exemple@" in str(dataset(contact, keep_personal_contacts=True))


@pytest.mark.parametrize(
    ("organisation", "person", "expected"),
    [
        ("Forêts Vives", "Anne Martin", "Forêts Vives"),
        ("Anne Martin", "MARTIN Anne", None),
        ("Forêts Vives", "", "Forêts Vives"),
    ],
)
def test_an_organisation_is_believed_unless_it_is_the_person_s_name(
    organisation: str, person: str, expected: str | None
) -> None:
    found = dataset(
        f"""<gmd:pointOfContact><gmd:CI_ResponsibleParty>
        <gmd:individualName>{text(person)}</gmd:individualName>
        <gmd:organisationName>{text(organisation)}</gmd:organisationName>
        </gmd:CI_ResponsibleParty></gmd:pointOfContact>"""
    )
    assert next((entry["name"] for entry in found.get("publisher", [])), None) == expected
    assert "Martin" not in str(found)


def test_the_french_version_of_a_text_is_preferred() -> None:
    title = f"""{text("Roads")}<gmd:PT_FreeText><gmd:textGroup>
    <gmd:LocalisedCharacterString locale="#FR">Routes</gmd:LocalisedCharacterString></gmd:textGroup>
    </gmd:PT_FreeText>"""
    abstract = f"<gmd:abstract>{title}</gmd:abstract>"
    assert dataset(abstract)["notes"] == "Routes"


def test_a_period_without_end_stays_open_and_gml_of_any_version_is_read() -> None:
    period = """<gmd:extent><gmd:EX_Extent><gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent>
    <gml:TimePeriod xmlns:gml="http://www.opengis.net/gml"><gml:beginPosition>2020-01-01</gml:beginPosition>
    <gml:endPosition>2100-01-01</gml:endPosition></gml:TimePeriod></gmd:extent></gmd:EX_TemporalExtent>
    </gmd:temporalElement></gmd:EX_Extent></gmd:extent>"""
    assert dataset(period)["temporal_coverage"] == [{"start": "2020-01-01"}]


def test_the_series_of_a_record_is_its_page_or_is_told_as_lost() -> None:
    parent = f"<gmd:parentIdentifier>{text('serie-1')}</gmd:parentIdentifier>"
    [found] = records(CswKind().pages(SOURCE, Memory(lambda _: page(iso(rest=parent)))))
    mapped = CswKind().map(found, SOURCE)
    root = "https://geo.exemple.fr/geonetwork/srv/fre"
    assert mapped.dataset["in_series"] == [f"{root}/catalog.search#/metadata/serie-1"]
    assert mapped.warnings == []
    elsewhere = CswKind().map(found, SourceSettings("https://geo.exemple.fr/csw/csw-ddt01"))
    assert "in_series" not in elsewhere.dataset
    assert [warning for warning in elsewhere.warnings if warning.startswith("Série")]


def test_a_series_is_no_part_of_itself_and_a_dublin_core_record_has_one_too() -> None:
    own = f"<gmd:parentIdentifier>{text('abc')}</gmd:parentIdentifier>"
    assert "in_series" not in dataset("", own)
    part = (
        '<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">'
        "<dc:identifier>a</dc:identifier><dc:title>t</dc:title>"
        "<dct:isPartOf>https://a.fr/serie</dct:isPartOf></csw:Record>"
    )
    [found] = records(CswKind().pages(SOURCE, Memory(lambda _: page(part))))
    assert CswKind().map(found, SOURCE).dataset["in_series"] == ["https://a.fr/serie"]


def test_requests_are_well_formed_in_every_dialect() -> None:
    for dialect in DIALECTS:
        root = etree.fromstring(get_records(dialect, 41, {}))
        assert root.get("startPosition") == "41"
        assert root.get("outputSchema") == dialect.schema


def test_a_record_in_rdf_that_cannot_be_read_loses_no_other() -> None:
    space = 'xmlns:dct="http://purl.org/dc/terms/" xmlns:dcat="http://www.w3.org/ns/dcat#"'
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {}>{}</rdf:RDF>'
    wrong = (
        '<dct:relation rdf:parseType="Resource" rdf:bagID="x"/><dct:title rdf:ID="1" rdf:resource="a" rdf:nodeID="b"/>'
    )
    parts = [
        f'<dcat:Dataset rdf:about="https://a.fr/1"><dct:identifier> n1 </dct:identifier>{wrong}</dcat:Dataset>',
        f'<dcat:Dataset rdf:about="https://a.fr/2">{wrong}</dcat:Dataset>',
        wrong,
    ]
    answer = page(iso(), *(rdf.format(space, part) for part in parts), iso(identifier="def"))
    found = records(CswKind().pages(SOURCE, Memory(lambda _: answer)))
    assert [record.identifier for record in found] == ["abc", "n1", "https://a.fr/2", "", "def"]
    told = [record.problem.startswith("La notice n'est pas lisible : ") for record in found]
    assert told == [False, True, True, True, False]
