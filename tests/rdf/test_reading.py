"""What the profile reads in catalogues written by others."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ckanext.dcat.processors import RDFParser

FIXTURE = "fixtures/dcat_rdf/ecospheres-ckan-dcat-exposition.jsonld"
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def parse(text: str, syntax: str = "ttl", profiles: tuple[str, ...] = ("archipel",)) -> list[dict[str, Any]]:
    """Parse a catalogue as the harvest does."""
    parser = RDFParser(profiles=list(profiles))
    parser.parse(text, syntax)
    return list(parser.datasets())


def parse_one(properties: str, others: str = "") -> dict[str, Any]:
    """Parse the one dataset that has these properties."""
    [dataset] = parse(f'{PREFIXES}<https://a.fr/d> a dcat:Dataset ; dct:title "T" ; {properties} . {others}')
    return dataset


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize("profiles", [("archipel",), ("euro_dcat_ap_3", "archipel")])
def test_every_field_of_the_ministry_s_catalogue_arrives(shared: Path, profiles: tuple[str, ...]) -> None:
    datasets = parse((shared / FIXTURE).read_text(encoding="utf-8"), "jsonld", profiles)
    filled = Counter(key for dataset in datasets for key, value in dataset.items() if value)
    # The catalogue says the reference system by `dct:conformsTo`, and conforms to nothing else.
    texts = ("title", "notes", "tags", "url", "issued", "language")
    everywhere = (*texts, "spatial_coverage", "reference_system", "resources")
    assert {key: filled[key] for key in everywhere} == dict.fromkeys(everywhere, 75)
    some = {"theme": 72, "contact": 50, "modified": 45, "publisher": 31, "provenance": 10, "frequency": 8}
    assert {key: filled[key] for key in some} == some
    assert Counter(dataset["license_id"] for dataset in datasets) == {"lov2": 74, "": 1}
    formats = Counter(resource.get("format") for dataset in datasets for resource in dataset["resources"])
    assert formats == {"SHP": 100, "TAB": 90, "Inconnu": 2}


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_the_first_dataset_of_the_ministry_s_catalogue_is_read_whole(shared: Path) -> None:
    datasets = parse((shared / FIXTURE).read_text(encoding="utf-8"), "jsonld")
    dataset = next(
        dataset for dataset in datasets if dataset["title"].startswith("Zones exposées au bruit en Haute-Savoie (Lden")
    )
    assert {tag["name"] for tag in dataset["tags"]} >= {"Nuisance/Bruit", "directive 2002/49/ce", "données ouvertes"}
    assert dataset["territory"] == ["fr:departement:74"]
    assert dataset["access_rights"].endswith("/PUBLIC")
    assert dataset["harvest_licence"] == "https://spdx.org/licenses/etalab-2.0"
    assert dataset["contact"] == [
        {
            "name": "DDT 74 (Direction Départementale des Territoires de la Haute-Savoie)",
            "email": "ddt-stem-sig@haute-savoie.gouv.fr",
            "url": "http://www.haute-savoie.gouv.fr/",
        }
    ]


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_keywords_stay_as_written_and_commas_separate() -> None:
    dataset = parse_one('dcat:keyword "Forêt/Forêt", "document d\'urbanisme, PLU", <https://a.fr/mot>')
    assert sorted(tag["name"] for tag in dataset["tags"]) == ["Forêt/Forêt", "PLU", "document d'urbanisme"]


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_places_keep_their_uri_and_their_shape_apart() -> None:
    dataset = parse_one(
        "dct:spatial <http://id.insee.fr/geo/departement/69>, [ a dct:Location ; "
        'dcat:bbox "POLYGON((4 45, 5 45, 5 46, 4 46, 4 45))"^^geo:wktLiteral ], '
        '[ a dct:Location ; rdfs:label "Vanoise" ]'
    )
    assert dataset["territory"] == ["fr:departement:69"]
    assert sorted(sorted(place) for place in dataset["spatial_coverage"]) == [["bbox"], ["text"]]


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_restrictions_written_in_words_are_kept_with_the_conditions_of_use() -> None:
    dataset = parse_one('dct:accessRights [ a dct:RightsStatement ; rdfs:label "Secret industriel" ]')
    assert "access_rights" not in dataset
    assert dataset["harvest_licence"] == "Secret industriel"


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_a_distribution_is_read_whatever_the_vocabulary_of_its_catalogue() -> None:
    dataset = parse_one(
        "dcat:distribution <https://a.fr/r>",
        """<https://a.fr/r> a dcat:Distribution ; dcat:accessURL <https://a.fr/r.geojson> ;
        dct:format <https://www.iana.org/assignments/media-types/application/geo+json> ; dcat:byteSize "12 Ko" ;
        dct:conformsTo <https://schema.data.gouv.fr/schemas/x/latest/schema.json> ; dct:issued "02/03/2024" ;
        spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_md5 ;
        spdx:checksumValue "d41d8cd98f00b204e9800998ecf8427e" ] .""",
    )
    [resource] = dataset["resources"]
    assert resource["url"] == "https://a.fr/r.geojson"
    assert (resource["format"], resource["mimetype"]) == ("GeoJSON", "application/geo+json")
    assert resource["hash_algorithm"].endswith("md5")
    assert resource["conforms_to"] == ["https://schema.data.gouv.fr/schemas/x/latest/schema.json"]
    assert resource["issued"] == "2024-03-02"
    assert "size" not in resource
    assert "access_url" not in resource


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_a_map_service_is_known_by_the_standard_it_follows() -> None:
    dataset = parse_one(
        "dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://a.fr/ows> ; dcat:accessService "
        "[ a dcat:DataService ; dct:conformsTo <http://www.opengeospatial.org/standards/wms> ] ]"
    )
    [resource] = dataset["resources"]
    assert (resource["format"], resource["resource_type"]) == ("WMS", "api")


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins")
def test_the_name_of_a_blank_node_is_never_a_value() -> None:
    blank, labelled = '[ dct:title "x" ]', '[ rdfs:label "dit" ]'
    properties = "dct:identifier {0} ; dct:provenance {1} ; dcat:version {0}, <https://a.fr/v> ; dct:conformsTo {0}"
    files = "dcat:distribution [ dcat:accessURL <https://a.fr/f> ; dct:rights {0} ; dct:license {0} ]"
    written = f"{properties} ; {files}".format(blank, labelled)
    first, second = parse_one(written), parse_one(written)
    assert first == second
    assert first["version"] == "https://a.fr/v"
    assert "identifier" not in first
    assert first["provenance"] == "dit"
