"""An agent of an administration, its organization, and the fields its form sends."""

from typing import Any

import pytest
from ckan.tests import factories

Json = dict[str, Any]


@pytest.fixture
def agent() -> Json:
    """Return a user with a token, editor of `organization`."""
    return factories.UserWithToken()


@pytest.fixture
def organization(agent: Json) -> Json:
    """Return the organization that publishes."""
    return factories.Organization(title="DDT de l’Ain", users=[{"name": agent["name"], "capacity": "editor"}])


@pytest.fixture
def headers(agent: Json) -> dict[str, str]:
    """Return what makes a request the agent's, who reads French."""
    return {"Authorization": agent["token"], "Accept-Language": "fr"}


@pytest.fixture
def form(organization: Json) -> Json:
    """Return what the browser sends when every kind of field is filled in."""
    return {
        "title": "Zones d’occupation du sol de l’Ain",
        "name": "occupation-du-sol-ain",
        "notes": "Les zones d’occupation du sol, **commune par commune**.",
        "owner_org": organization["id"],
        "private": "False",
        "territory": ["fr:departement:01", "fr:epci:200046977"],
        "publisher-0-name": "Service urbanisme",
        "publisher-0-url": "https://www.exemple.fr",
        "contact-0-name": "Pôle géomatique",
        "contact-0-email": "geomatique@exemple.fr",
        "lab_theme": ["territoires-ruralite", "immobilier-logement"],
        "tag_string": "Foncier Sol/Occupation du sol, document d'urbanisme,forêt",
        "license_id": "lov2",
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "temporal_coverage-0-start": "2020",
        "temporal_coverage-0-end": "2025-12-31",
        "issued": "2024-01-15",
        "modified": "2026-01-15",
        "conforms_to": ["https://inspire.ec.europa.eu/id/document/tg/lu"],
        "language": "http://publications.europa.eu/resource/authority/language/FRA",
        "access_rights": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
        "provenance": "Photo-interprétation.",
        "url": "https://www.exemple.fr/occupation",
        "version": "2025",
        "_ckan_phase": "1",
        "save": "go-resources",
    }


@pytest.fixture
def resource_form() -> Json:
    """Return what the browser sends for a resource."""
    return {
        "id": "",
        "url": "https://www.exemple.fr/occupation.csv",
        "name": "Occupation du sol 2025",
        "description": "Une ligne par zone.",
        "resource_type": "main",
        "format": "CSV",
        "mimetype": "text/csv",
        "size": "2048",
        "hash": "ab" * 32,
        "hash_algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
        "conforms_to": "https://schema.data.gouv.fr/schemas/exemple/latest/schema.json",
        "availability": "http://publications.europa.eu/resource/authority/planned-availability/STABLE",
        "issued": "2025-01-01",
        "save": "go-metadata",
    }
