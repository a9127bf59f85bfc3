"""A portal that wears the theme."""

from typing import Any

import pytest
from ckan.tests import factories

Json = dict[str, Any]


@pytest.fixture
def dataset() -> Json:
    organization = factories.Organization(title="Observatoire de l'air")
    return factories.Dataset(
        title="Qualité de l'air à Annecy",
        notes="Mesures **horaires** des stations.",
        owner_org=organization["id"],
        lab_theme=["environnement-transition-ecologique"],
        resources=[{"url": "https://exemple.fr/air.csv", "name": "Mesures", "format": "CSV"}],
    )
