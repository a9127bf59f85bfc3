"""What each profile says of a dataset that fills every field."""

import pytest
from ckanext.dcat.profiles import RDFProfile
from rdflib import RDF, SKOS, XSD, Literal, URIRef

from ckanext.archipel.rdf.access import LIMITATIONS
from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF
from ckanext.archipel.rdf.descriptions import DCATAP
from ckanext.archipel.rdf.geographic import GEODCAT, GeographicProfile
from ckanext.archipel.rdf.profile import ArchipelProfile
from ckanext.archipel.rdf.strict import StrictProfile
from tests.written import COMPLETE, REF, Written

LAMBERT = URIRef("http://www.opengis.net/def/crs/EPSG/0/2154")
PERSONAL_DATA = f"{LIMITATIONS}_Directive_Article13_1f"
SPDX = "http://spdx.org/rdf/terms#"
TABLE = [{"id": "r1", "package_id": "aires", "url": "https://a.fr/a.csv", "format": "CSV", "datastore_active": True}]


@pytest.mark.parametrize("profile", [ArchipelProfile, StrictProfile])
def test_a_reference_system_is_never_taken_for_a_table_schema(written: Written, profile: type[RDFProfile]) -> None:
    assert LAMBERT not in set(written(profile).objects(REF, DCT.conformsTo))


def test_geodcat_says_what_iso_19115_knows(written: Written) -> None:
    graph = written(GeographicProfile)
    assert LAMBERT in set(graph.objects(REF, DCT.conformsTo))
    assert LAMBERT in set(graph.objects(REF, GEODCAT.referenceSystem))
    assert URIRef(COMPLETE["topic_category"][0]) in set(written().objects(REF, DCT.subject))
    topic = URIRef(COMPLETE["topic_category"][0])
    assert graph.value(REF, GEODCAT.topicCategory) == topic
    assert graph.value(topic, SKOS.prefLabel) == Literal("Transport", lang="fr")
    statement = graph.value(REF, DCT.provenance)
    assert graph.value(statement, DCT.description) == Literal("Relevé sur place par les agents.")
    assert graph.value(REF, DCAT.spatialResolutionInMeters) == Literal("10", datatype=XSD.decimal)


@pytest.mark.parametrize("profile", [ArchipelProfile, GeographicProfile])
def test_limitations_of_access_stand_beside_access_rights(written: Written, profile: type[RDFProfile]) -> None:
    graph = written(profile, access_limitation=PERSONAL_DATA)
    assert graph.value(REF, DCT.rights) == URIRef(PERSONAL_DATA)
    assert graph.value(REF, DCT.accessRights) == URIRef(COMPLETE["access_rights"])


def test_that_nothing_limits_access_is_said_to_inspire_only(written: Written) -> None:
    assert written(GeographicProfile).value(REF, DCT.rights) == URIRef(COMPLETE["access_limitation"])
    assert written().value(REF, DCT.rights) is None


def test_checksums_are_plain_for_data_gouv_fr_and_typed_to_the_letter(written: Written) -> None:
    value, algorithm = URIRef(f"{SPDX}checksumValue"), URIRef(f"{SPDX}algorithm")
    ours, strict = written(), written(StrictProfile)
    assert next(ours.objects(None, value)) == Literal("a" * 64)
    assert next(ours.objects(None, algorithm)) == URIRef(f"{SPDX}checksumAlgorithm_sha256")
    assert next(strict.objects(None, value)).datatype == XSD.hexBinary
    assert str(next(strict.objects(None, algorithm))).startswith("https://spdx.org/")


def test_to_the_letter_what_lies_elsewhere_is_still_named(written: Written) -> None:
    graph = written(StrictProfile)
    assert set(graph.objects(REF, DCT.relation)) == {
        URIRef("https://partenaire.fr/jeu/2"),
        URIRef("https://partenaire.fr/serie/1"),
    }
    assert URIRef("https://partenaire.fr/themes/routes") in set(graph.objects(REF, DCT.subject))


def test_a_series_elsewhere_keeps_its_address(written: Written) -> None:
    assert set(written().objects(REF, DCAT.inSeries)) == {URIRef("https://partenaire.fr/serie/1")}


def test_themes_have_labels_of_which_data_gouv_fr_makes_keywords(written: Written) -> None:
    graph = written()
    labels = {str(graph.value(theme, SKOS.prefLabel, default="")) for theme in graph.objects(REF, DCAT.theme)}
    assert {"Transports", "Mobilité", "Réseaux de transport", ""} == labels


def test_a_service_of_high_value_data_has_all_the_law_asks(written: Written) -> None:
    graph = written()
    [service] = graph.subjects(RDF.type, DCAT.DataService)
    for predicate in (DCATAP.applicableLegislation, DCATAP.hvdCategory, DCAT.contactPoint, DCT.license, FOAF.page):
        assert graph.value(service, predicate) is not None, predicate
    assert graph.value(service, DCAT.servesDataset) == REF
    assert "GetCapabilities" in str(graph.value(service, DCAT.endpointDescription))


def test_a_table_one_can_query_is_the_api_of_high_value_data_without_a_service(written: Written) -> None:
    graph = written(resources=TABLE)
    [service] = graph.subjects(DCAT.servesDataset, REF)
    assert str(graph.value(service, DCAT.endpointURL)).endswith("/api/3/action/datastore_search")
    assert not set(graph.subjects(DCAT.accessService, None))  # data.gouv.fr would take the file for an API


def test_other_data_have_no_api_made_for_them(written: Written) -> None:
    assert not set(written(resources=TABLE, hvd_category=[]).subjects(RDF.type, DCAT.DataService))


@pytest.mark.parametrize(
    ("field", "value", "predicate"),
    [
        ("temporal_resolution", "tous les jours", DCAT.temporalResolution),
        ("spatial_resolution_in_meters", "dix mètres", DCAT.spatialResolutionInMeters),
    ],
)
def test_a_measure_that_is_not_one_is_left_out(written: Written, field: str, value: str, predicate: URIRef) -> None:
    assert (REF, predicate, None) not in written(**{field: value})


def test_several_resolutions_become_one(written: Written) -> None:
    graph = written(spatial_resolution_in_meters='["5", "10"]')
    assert list(graph.objects(REF, DCAT.spatialResolutionInMeters)) == [Literal("5", datatype=XSD.decimal)]
