"""A dataset that fills every field of the portal, and its RDF under each profile, without a database."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import RDFProfile
from rdflib import Graph, URIRef

from ckanext.archipel.rdf.profile import ArchipelProfile

EU = "http://publications.europa.eu/resource/authority/"
SITE = "https://donnees.auvergne-rhone-alpes.gouv.fr"
REF = URIRef(f"{SITE}/dataset/aires")
COMPLETE: dict[str, Any] = {
    "id": "aires",
    "name": "aires-de-covoiturage",
    "type": "dataset",
    "title": "Aires de covoiturage du Puy-de-Dôme",
    "notes": "Les aires de covoiturage du département, leur capacité et leur desserte, relevées sur place.",
    "metadata_created": "2025-01-02T10:00:00",
    "metadata_modified": "2026-01-02T10:00:00",
    "tags": [{"name": "covoiturage"}, {"name": "voiture / vélo"}],
    "lab_theme": ["transports-infrastructures"],
    "theme": ["http://inspire.ec.europa.eu/theme/tn", "https://partenaire.fr/themes/routes"],
    "territory": ["fr:departement:63", "fr:commune:63113"],
    "spatial_coverage": [
        {"text": "Clermont", "geom": '{"type": "Polygon", "coordinates": [[[3,45],[4,45],[4,46],[3,45]]]}'}
    ],
    "publisher": [{"name": "DDT 63", "email": "ddt@puy-de-dome.gouv.fr", "url": "https://www.puy-de-dome.gouv.fr"}],
    "contact": [
        {"name": "Pôle mobilité", "email": "mobilite@puy-de-dome.gouv.fr", "url": "https://puy-de-dome.gouv.fr/c"}
    ],
    "license_id": "lov2",
    "frequency": f"{EU}frequency/ANNUAL",
    "temporal_coverage": [{"start": "2019", "end": "2021-02"}],
    "issued": "2025-01-01",
    "modified": "2026-10-01",
    "temporal_resolution": "P1D",
    "conforms_to": ["https://schema.data.gouv.fr/schemas/etalab/schema-lieux-covoiturage/latest/schema.json"],
    "documentation": ["https://www.puy-de-dome.gouv.fr/guide"],
    "hvd_category": ["http://data.europa.eu/bna/c_b79e35eb"],
    "applicable_legislation": ["http://data.europa.eu/eli/reg_del/2017/1926/oj"],
    "topic_category": ["http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/transportation"],
    "access_limitation": "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations",
    "reference_system": ["http://www.opengis.net/def/crs/EPSG/0/2154"],
    "spatial_resolution_in_meters": "10",
    "version": "2",
    "version_notes": "Une aire de plus.",
    "has_version": ["https://partenaire.fr/jeu/2"],
    "in_series": ["https://partenaire.fr/serie/1"],
    "is_referenced_by": ["https://partenaire.fr/article"],
    "dcat_type": f"{EU}dataset-type/GEOSPATIAL",
    "language": [f"{EU}language/FRA"],
    "access_rights": f"{EU}access-right/PUBLIC",
    "identifier": "aires",
    "url": "https://www.puy-de-dome.gouv.fr/aires",
    "provenance": "Relevé sur place par les agents.",
    "resources": [
        {
            "id": "r1",
            "package_id": "aires",
            "url": "https://www.puy-de-dome.gouv.fr/aires.csv",
            "name": "Aires",
            "description": "Une ligne par aire.",
            "format": "CSV",
            "mimetype": "text/csv",
            "size": 1200,
            "hash": "a" * 64,
            "hash_algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
            "resource_type": "main",
            "conforms_to": ["https://schema.data.gouv.fr/schemas/etalab/schema-lieux-covoiturage/latest/schema.json"],
            "rights": "Source : DDT 63",
            "issued": "2025-01-01",
            "modified": "2026-10-01",
            "availability": f"{EU}planned-availability/STABLE",
            "status": f"{EU}distribution-status/COMPLETED",
            "documentation": ["https://www.puy-de-dome.gouv.fr/guide"],
            "compress_format": "https://www.iana.org/assignments/media-types/application/zip",
            "datastore_active": True,
        },
        {
            "id": "r2",
            "package_id": "aires",
            "url": "https://a.fr/wms?request=GetCapabilities",
            "name": "Carte",
            "format": "WMS",
        },
        {
            "id": "r3",
            "package_id": "aires",
            "url": "https://a.fr/aires.parquet",
            "name": "Parquet",
            "format": "Parquet",
        },
    ],
}
Written = Callable[..., Graph]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write the complete dataset once changed, with a profile: `written(StrictProfile, title="Autre")`."""
    monkeypatch.setitem(tk.config, "ckan.site_url", SITE)

    def write(profile: type[RDFProfile] = ArchipelProfile, **changes: Any) -> Graph:
        graph = Graph()
        profile(graph).graph_from_dataset({**deepcopy(COMPLETE), **changes}, REF)
        return graph

    return write
