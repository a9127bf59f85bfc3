"""Territories on the real stack: search, facets, the action and the form without scripts."""

import json
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

Json = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("built", "with_plugins", "clean_db", "clean_index")]

MACONNAIS, LYON_METROPOLE = "fr:epci:200070308", "fr:epci:200046977"


@pytest.fixture
def agent() -> Json:
    return factories.UserWithToken()


@pytest.fixture
def owner(agent: Json) -> str:
    return str(factories.Organization(users=[{"name": agent["name"], "capacity": "editor"}])["id"])


def create(agent: Json, owner: str, name: str, *territory: str, **more: object) -> Json:
    values: Json = {"title": name, "owner_org": owner, "license_id": "lov2", "notes": "Des données."}
    return helpers.call_action(
        "package_create", {"user": agent["name"]}, name=name, territory=list(territory), **values, **more
    )


def counts(field: str, **asked: object) -> dict[str, int]:
    found = helpers.call_action("package_search", **{"facet.field": [field], **asked})
    return {item["name"]: item["count"] for item in found["search_facets"][field]["items"]}


def test_facets_count_a_dataset_once_under_each_territory_that_contains_it(agent: Json, owner: str) -> None:
    create(agent, owner, "sur-macon-beaujolais", MACONNAIS)
    create(agent, owner, "sur-lyon", "fr:commune:69123")
    create(agent, owner, "sur-deux", "Ain", "Lyon")
    create(agent, owner, "partout", "country:fr")
    assert counts("vocab_territory") == {
        MACONNAIS: 1,
        "fr:departement:01": 2,
        "fr:departement:71": 1,
        "fr:region:27": 1,
        "fr:commune:69123": 2,
        LYON_METROPOLE: 2,
        "fr:departement:69": 2,
        "fr:region:84": 3,
        "country:fr": 4,
    }
    assert counts("vocab_epci") == {MACONNAIS: 1, LYON_METROPOLE: 2}
    assert counts("vocab_commune") == {"fr:commune:69123": 2}
    large = counts("vocab_departement")
    assert "country:fr" not in large
    assert large["fr:region:84"] == 3
    assert "fr:region:84" not in counts("vocab_departement", fq='vocab_territory:"fr:departement:69"')
    assert counts("vocab_departement", fq='vocab_departement:"fr:region:84"')["fr:region:84"] == 3


def test_the_search_page_names_territories_and_the_filter_of_a_link(app: CKANTestApp, agent: Json, owner: str) -> None:
    create(agent, owner, "sur-lyon", "fr:commune:69123")
    body = unescape(app.get("/fr/dataset/", query_string={"vocab_territory": LYON_METROPOLE}).body)
    assert "sur-lyon" in body
    for text in ("Régions et départements", "Intercommunalités", "Communes", "Métropole de Lyon", "Lyon (69)", "Rhône"):
        assert text in body, text


def test_the_action_is_public_and_refuses_what_it_cannot_read(app: CKANTestApp) -> None:
    address = "/api/3/action/archipel_territory_autocomplete"
    answer = json.loads(app.get(address, query_string={"q": "st priest", "limit": 2}).body)["result"]
    assert [place["label"] for place in answer] == ["Saint-Priest (69)", "Saint-Priest (07)"]
    assert answer[0]["uri"] == "http://id.insee.fr/geo/commune/69290"
    for wrong in ({"limit": "x"}, {"limit": 0}, {"limit": 51}):
        with pytest.raises(tk.ValidationError):
            helpers.call_action("archipel_territory_autocomplete", **wrong)
    for odd in ("\x00", "é" * 5000, "'\"<>", "[]", "*:*"):
        helpers.call_action("archipel_territory_autocomplete", q=odd)
    with pytest.raises(tk.ValidationError):
        helpers.call_action("archipel_territory_autocomplete", q={"a": 1})


def test_namesakes_are_refused_with_their_labels_and_settled_by_a_choice(agent: Json, owner: str) -> None:
    with pytest.raises(tk.ValidationError) as refusal:
        create(agent, owner, "essai", "Saint-Priest")
    assert "Saint-Priest (07)" in str(refusal.value.error_dict["territory"])
    stored = create(agent, owner, "essai", "Saint-Priest", "fr:commune:07288")
    assert stored["territory"] == ["fr:commune:07288"]


def test_several_names_in_one_text_are_understood(agent: Json, owner: str) -> None:
    stored = create(agent, owner, "essai", "Ain; 38000 ;grand lyon")
    assert stored["territory"] == ["fr:departement:01", LYON_METROPOLE, "fr:commune:38185"]


def field_of(app: CKANTestApp, agent: Json, dataset: str, selector: str) -> tuple[Any, str]:
    """Return an element of the form and the page that holds it."""
    for page in range(1, 6):
        address = f"/dataset/edit/{dataset}/{page}"
        answer = app.get(address, headers={"Authorization": agent["token"]}, status=None)
        if answer.status_code == 200 and (found := BeautifulSoup(answer.body, "html.parser").select(selector)):
            return found, address
    pytest.fail(f"{selector} is on no page of the form")


def test_the_form_shows_what_is_chosen_as_boxes_and_one_input(app: CKANTestApp, agent: Json, owner: str) -> None:
    create(agent, owner, "sur-lyon", "fr:commune:69123")
    inputs, _ = field_of(app, agent, "sur-lyon", "input[name=territory]")
    boxes = [(box["value"], box.has_attr("checked")) for box in inputs if box["type"] == "checkbox"]
    (text,) = [box for box in inputs if box["type"] == "text"]
    assert boxes == [("fr:commune:69123", True)]
    assert text["value"] == ""
    (label,) = field_of(app, agent, "sur-lyon", f"label[for={text['id']}]")[0]
    assert label.text.strip()


def test_a_rectangle_is_four_numbers_of_the_form_and_is_stored_as_geojson(agent: Json, owner: str) -> None:
    stored = create(agent, owner, "essai", spatial_coverage=[{"bbox": ["4,69", "45.56", "5.06", "45.94"]}])
    (place,) = stored["spatial_coverage"]
    assert json.loads(place["bbox"])["coordinates"][0][0] == [4.69, 45.56]
    with pytest.raises(tk.ValidationError) as refusal:
        create(agent, owner, "autre", spatial_coverage=[{"bbox": ["5.06", "45.56", "4.69", "45.94"]}])
    assert "5.06" in str(refusal.value.error_dict)


def test_a_rectangle_is_shown_as_four_numbers(app: CKANTestApp, agent: Json, owner: str) -> None:
    create(agent, owner, "essai", spatial_coverage=[{"bbox": ["4.69", "45.56", "5.06", "45.94"]}])
    fields, _ = field_of(app, agent, "essai", "input[name=spatial_coverage-0-bbox]")
    assert [field["value"] for field in fields] == ["4.69", "45.56", "5.06", "45.94"]


def test_an_outline_is_exported_and_no_box_beside_it(app: CKANTestApp, agent: Json, owner: str) -> None:
    create(agent, owner, "sur-l-ain", "Ain", resources=[{"url": "https://exemple.fr/a.csv", "format": "CSV"}])
    body = app.get("/dataset/sur-l-ain.ttl").body
    assert "http://id.insee.fr/geo/departement/01" in body
    assert "POLYGON" in body
    assert "locn" in body
    assert "dcat:bbox" not in body
