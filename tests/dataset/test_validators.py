"""The rules of the dataset's fields, through the action every writer passes by."""

import json
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers

Json = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

EU = "http://publications.europa.eu/resource/authority/"
SQUARE = {"type": "Polygon", "coordinates": [[[4, 45], [5, 45], [5, 46], [4, 46], [4, 45]]]}
UNDERSTOOD: list[tuple[str, Any, Any]] = [
    ("frequency", "annuelle", f"{EU}frequency/ANNUAL"),
    ("frequency", "http://purl.org/cld/freq/monthly", f"{EU}frequency/MONTHLY"),
    ("frequency", "https://exemple.fr/rythme", "https://exemple.fr/rythme"),
    ("territory", ["Rhône", "http://id.insee.fr/geo/commune/74079"], ["fr:departement:69", "fr:commune:74079"]),
    ("territory", "fr:region:84", ["fr:region:84"]),
    ("lab_theme", ["Arts & Culture", "arts-culture"], ["arts-culture"]),
    ("language", '["fr", "en"]', [f"{EU}language/FRA", f"{EU}language/ENG"]),
    ("hvd_category", ["Mobilité"], ["http://data.europa.eu/bna/c_b79e35eb"]),
    ("access_rights", "public", f"{EU}access-right/PUBLIC"),
    ("issued", "31/12/2023", "2023-12-31"),
    ("modified", "2024-05-06T10:00:00Z", "2024-05-06T10:00:00+00:00"),
    ("conforms_to", ["", " https://exemple.fr/norme "], ["https://exemple.fr/norme"]),
    ("license_id", "ODbL", "odc-odbl"),
    ("license_id", "", ""),
    ("provenance", "relevé\x00 de terrain", "relevé de terrain"),
    ("spatial_coverage", [{"bbox": SQUARE, "text": "Bugey"}], [{"bbox": json.dumps(SQUARE), "text": "Bugey"}]),
]
REFUSED: list[tuple[str, Any, str]] = [
    ("frequency", "souvent", "souvent"),
    ("territory", ["Narnia"], "Narnia"),
    ("territory", {"a": 1}, ""),
    ("lab_theme", ["cuisine"], "cuisine"),
    ("issued", "hier", "hier"),
    ("conforms_to", ["pas une adresse"], "pas une adresse"),
    ("url", "javascript:alert(1)", "javascript"),
    ("license_id", "cc-by", "odc-odbl"),
    ("license_id", "inventée", "lov2"),
    ("tag_string", 'le "sol"', '"'),
    ("tag_string", "x" * 101, "100"),
    ("tags", [{"name": "a\\b"}], "\\"),
    ("tags", [{"name": "a, b"}], ","),
    ("spatial_coverage", [{"geom": "POLYGON((0 0))"}], "GeoJSON"),
    ("temporal_coverage", [{"start": "demain"}], "demain"),
]


@pytest.fixture
def owner() -> Json:
    """Return the organization of the datasets and the name of the one who writes."""
    user = factories.Sysadmin()
    return {"owner_org": factories.Organization(user=user)["id"], "context": {"user": user["name"]}}


def create(owner: Json, number: int, **values: object) -> Json:
    context = {**owner["context"]}
    return helpers.call_action(
        "package_create", context, name=f"jeu-{number}", title="Un jeu", owner_org=owner["owner_org"], **values
    )


def test_usual_writings_are_put_in_order(owner: Json) -> None:
    for number, (field, written, stored) in enumerate(UNDERSTOOD):
        assert create(owner, number, **{field: written})[field] == stored, (field, written)


def test_what_would_break_something_is_refused_and_named(owner: Json) -> None:
    for number, (field, written, word) in enumerate(REFUSED):
        with pytest.raises(tk.ValidationError) as refusal:
            create(owner, number, **{field: written})
        assert word in json.dumps(refusal.value.error_dict, ensure_ascii=False).replace('\\"', '"').replace(
            "\\\\", "\\"
        )


def test_resources_follow_the_same_rules(owner: Json) -> None:
    resource = {"url": "https://exemple.fr/a.csv", "resource_type": "Documentation", "size": "12", "issued": "2024"}
    (stored,) = create(owner, 1, resources=[resource])["resources"]
    assert (stored["resource_type"], stored["size"], stored["issued"]) == ("documentation", 12, "2024")
    for wrong in ({"size": "-1"}, {"size": "gros"}, {"resource_type": "bidule"}, {"conforms_to": ["rien"]}):
        with pytest.raises(tk.ValidationError):
            create(owner, 2, resources=[{**resource, **wrong}])


def test_a_value_stored_before_our_rules_survives_an_update(owner: Json) -> None:
    dataset = create(owner, 1, harvest_licence="CC BY", license_id="cc-by")
    context = {**owner["context"]}
    after = helpers.call_action("package_patch", context, id=dataset["id"], title="Retitré", harvest_licence="")
    assert (after["title"], after["license_id"]) == ("Retitré", "cc-by")


def test_the_index_finds_a_dataset_by_what_contains_its_territory(owner: Json) -> None:
    create(owner, 1, territory=["fr:commune:74079"], lab_theme=["arts-culture"], frequency="annuelle")
    for query in (
        'vocab_territory:"fr:departement:74"',
        'vocab_territory:"country:fr"',
        "vocab_lab_theme:arts-culture",
        f'vocab_frequency:"{EU}frequency/ANNUAL"',
    ):
        assert helpers.call_action("package_search", fq=query)["count"] == 1, query
    found = helpers.call_action("package_search", **{"facet.field": ["vocab_territory", "vocab_lab_theme"]})
    shown = {item["display_name"] for facet in found["search_facets"].values() for item in facet["items"]}
    assert {"Haute-Savoie", "Auvergne-Rhône-Alpes", "Arts & Culture"} <= shown
