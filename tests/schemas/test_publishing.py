"""Publishing a dataset through the form, as an agent of an administration does."""

import re
from html import unescape
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from ckan.tests import helpers
from ckan.tests.helpers import CKANTestApp

Json = dict[str, Any]
Headers = dict[str, str]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

KEYWORDS = ["Foncier Sol/Occupation du sol", "document d'urbanisme", "forêt"]
PAGE = "/dataset/occupation-du-sol-ain"


def show() -> Json:
    return helpers.call_action("package_show", id="occupation-du-sol-ain")


def publish(app: CKANTestApp, form: Json, resource_form: Json, headers: Headers) -> Json:
    """Send each page of the form, then the file that publishes; a page takes its own fields of what is sent."""
    pages = ("/dataset/new", *(f"/dataset/new/{form['name']}/{page}" for page in (2, 3)))
    for address in (*pages, f"{PAGE}/resource/new"):
        sent = form if address in pages else resource_form
        answer = app.post(address, data=sent, headers=headers, follow_redirects=False)
        assert answer.status_code == 302, errors_of(answer.body)
    return show()


def errors_of(body: str) -> list[str]:
    """Read what a form says against what was sent."""
    page = BeautifulSoup(body, "html.parser")
    return [tag.get_text(" ", strip=True) for tag in page.select(".error-explanation, .error-block, .alert-danger")]


def fields_of(body: str) -> Json:
    """Read the fields of a form as a browser would send them, unchanged."""
    found: Json = {}
    button = BeautifulSoup(body, "html.parser").select_one("form button[name=save]")
    form = button.find_parent("form") if button else None
    assert form is not None, body[:3000]
    for template in form.select("[name=repeating-template]"):
        template.decompose()
    for tag in form.select("input[name], textarea[name], select[name]"):
        values = _values(tag)
        if values:
            found.setdefault(str(tag["name"]), []).extend(values)
    return found


def edit(app: CKANTestApp, dataset_id: str, headers: Headers, **changes: str) -> None:
    """Save every page of the form as it came, except for the changes on the page that holds their fields."""
    for page in (1, 2, 3):
        address = f"/dataset/edit/{dataset_id}/{page}"
        sent = fields_of(app.get(address, headers=headers).body)
        sent |= {name: value for name, value in changes.items() if name in sent} | {"save": ""}
        answer = app.post(address, data=sent, headers=headers, follow_redirects=False)
        assert answer.status_code == 302, errors_of(answer.body)


def _values(tag: Any) -> list[str]:
    if tag.name == "textarea":
        return [tag.text.removeprefix("\n")]
    if tag.name == "select":
        chosen = tag.select("option[selected]") or ([] if tag.has_attr("multiple") else tag.select("option")[:1])
        return [option["value"] for option in chosen]
    if tag.get("type") in {"checkbox", "radio"} and not tag.has_attr("checked"):
        return []
    return [] if tag.get("type") in {"file", "submit"} else [tag.get("value", "")]


def test_a_dataset_made_with_the_form_holds_what_was_typed(
    app: CKANTestApp, form: Json, resource_form: Json, headers: Headers
) -> None:
    dataset = publish(app, form, resource_form, headers)
    assert dataset["state"] == "active"
    assert sorted(tag["name"] for tag in dataset["tags"]) == sorted(KEYWORDS)
    assert dataset["territory"] == ["fr:departement:01", "fr:epci:200046977"]
    assert dataset["lab_theme"] == ["immobilier-logement", "territoires-ruralite"]
    assert dataset["publisher"] == [{"name": "Service urbanisme", "url": "https://www.exemple.fr"}]
    assert dataset["contact"] == [{"name": "Pôle géomatique", "email": "geomatique@exemple.fr"}]
    assert dataset["temporal_coverage"] == [{"start": "2020", "end": "2025-12-31"}]
    for name in ("frequency", "issued", "modified", "access_rights", "provenance", "url", "version", "license_id"):
        assert dataset[name] == form[name]
    assert dataset["language"] == [form["language"]]
    assert dataset["license_url"] == "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
    (resource,) = dataset["resources"]
    assert resource["size"] == 2048
    assert resource["conforms_to"] == [resource_form["conforms_to"]]
    for name in ("resource_type", "hash", "hash_algorithm", "availability", "issued", "mimetype", "format"):
        assert resource[name] == resource_form[name]


def test_saving_the_edit_form_untouched_changes_nothing(
    app: CKANTestApp, form: Json, resource_form: Json, headers: Headers
) -> None:
    before = publish(app, form, resource_form, headers)
    edit(app, before["id"], headers)
    after = show()
    for volatile in ("metadata_modified", "tags"):
        before.pop(volatile)
    assert sorted(tag["name"] for tag in after.pop("tags")) == sorted(KEYWORDS)
    after.pop("metadata_modified")
    for dataset in (before, after):
        for resource in dataset["resources"]:
            resource.pop("metadata_modified")
    assert after == before


def test_the_page_shows_labels_and_names_instead_of_codes(
    app: CKANTestApp, form: Json, resource_form: Json, headers: Headers
) -> None:
    publish(app, form, resource_form, headers)
    body = unescape(app.get(f"/fr{PAGE}").body)
    for label in ("Territoires & Ruralité", "Ain", "Métropole de Lyon", "Annuelle", "Licence Ouverte 2.0", "Français"):
        assert label in body, label
    assert 'href="https://www.etalab.gouv.fr/licence-ouverte-open-licence"' in body
    assert "authority/frequency/ANNUAL" not in body
    assert "Autres thèmes" not in body, "un champ vide est montré"
    english = unescape(app.get(f"/en{PAGE}").body)
    assert "Update frequency" in english
    assert "Annual" in english


def test_a_keyword_leads_to_the_datasets_that_have_it(
    app: CKANTestApp, form: Json, resource_form: Json, headers: Headers
) -> None:
    publish(app, form, resource_form, headers)
    for keyword in KEYWORDS:
        body = app.get("/dataset/", query_string={"tags": keyword}).body
        assert "occupation-du-sol-ain" in body, keyword


def test_facets_name_territories_and_themes_and_find_what_lies_within(
    app: CKANTestApp, form: Json, resource_form: Json, headers: Headers
) -> None:
    publish(app, form, resource_form, headers)
    body = unescape(app.get("/fr/dataset/", query_string={"vocab_territory": "fr:region:84"}).body)
    assert "occupation-du-sol-ain" in body
    for label in ("Auvergne-Rhône-Alpes", "Rhône", "Immobilier & Logement", "Licence Ouverte 2.0", "Annuelle"):
        assert label in body, label
    elsewhere = app.get("/dataset/", query_string={"vocab_territory": "fr:departement:74"}).body
    assert "occupation-du-sol-ain" not in elsewhere


def test_the_form_says_in_french_what_is_wrong_and_keeps_what_was_typed(
    app: CKANTestApp, form: Json, headers: Headers
) -> None:
    wrong = form | {"issued": "hier", "tag_string": 'le "sol"', "temporal_coverage-0-start": "demain"}
    answer = app.post("/dataset/new", data=wrong, headers=headers, environ_overrides={"CKAN_LANG": "fr"})
    body = unescape(answer.body)
    assert answer.status_code == 200
    assert '«"»' in body
    assert "commune par commune" in body, "ce qui a été tapé est perdu"


def test_only_two_licences_are_offered_and_another_one_is_refused(
    app: CKANTestApp, form: Json, headers: Headers
) -> None:
    body = app.get("/dataset/new", headers=headers).body
    offered = re.findall(r'<option value="([^"]+)"', body[body.index('id="field-license_id"') :].split("</select>")[0])
    assert offered == ["lov2", "odc-odbl"]
    answer = app.post("/dataset/new", data=form | {"license_id": "cc-by"}, headers=headers)
    assert "odc-odbl" in answer.body
    with pytest.raises(helpers.logic.NotFound):
        show()


def test_a_harvested_dataset_keeps_its_licence_through_the_form(
    app: CKANTestApp, organization: Json, headers: Headers, agent: Json
) -> None:
    dataset = helpers.call_action(
        "package_create",
        {"user": agent["name"]},
        name="moissonne",
        title="Moissonné",
        owner_org=organization["id"],
        license_id="cc-by",
        harvest_licence="Creative Commons by",
        territory=["fr:commune:01004"],
        theme=["http://inspire.ec.europa.eu/theme/lu"],
        issued="2019-04",
        resources=[{"url": "https://exemple.fr/a.zip", "format": "Shapefile"}],
    )
    edit(app, dataset["id"], headers, title="Moissonné puis relu")
    after = helpers.call_action("package_show", id=dataset["id"])
    assert after["title"] == "Moissonné puis relu"
    for name in ("license_id", "harvest_licence", "territory", "theme", "issued"):
        assert after[name] == dataset[name]


def test_an_agent_deletes_a_dataset(app: CKANTestApp, form: Json, resource_form: Json, headers: Headers) -> None:
    dataset = publish(app, form, resource_form, headers)
    app.post(f"/dataset/delete/{dataset['id']}", headers=headers, follow_redirects=False)
    assert show()["state"] == "deleted"
    assert app.get(PAGE, status=404)


def test_a_long_text_does_not_stop_the_dataset_from_being_saved(organization: Json, agent: Json) -> None:
    dataset = helpers.call_action(
        "package_create",
        {"user": agent["name"]},
        name="long",
        title="Long",
        owner_org=organization["id"],
        provenance="é" * 20_000,
        conforms_to=[f"https://exemple.fr/{number}" for number in range(2_500)],
    )
    assert len(dataset["conforms_to"]) == 2_500
    assert helpers.call_action("package_search", q="name:long")["count"] == 1


def _dataset(organization: Json, agent: Json, name: str, **changes: Any) -> Json:
    data = {"name": name, "title": name, "owner_org": organization["id"], **changes}
    return helpers.call_action("package_create", {"user": agent["name"]}, **data)


@pytest.mark.parametrize(
    "address", ["pas une adresse", "www.exemple.fr/a.csv", "javascript:alert(1)", "http://", "a.csv"]
)
def test_the_api_refuses_a_file_whose_address_is_none(organization: Json, agent: Json, address: str) -> None:
    dataset = _dataset(organization, agent, "incorrect")
    with pytest.raises(tk.ValidationError) as refused:
        helpers.call_action("resource_create", {"user": agent["name"]}, package_id=dataset["id"], url=address)
    assert address in refused.value.error_dict["url"][0]


@pytest.mark.parametrize("address", ["https://exemple.fr/a.csv", "ftp://ftp.exemple.fr/a.zip", ""])
def test_the_api_accepts_a_file_on_any_server_or_to_come(organization: Json, agent: Json, address: str) -> None:
    dataset = _dataset(organization, agent, "correct")
    file = helpers.call_action("resource_create", {"user": agent["name"]}, package_id=dataset["id"], url=address)
    assert file["url"] == address


def test_blanks_within_the_address_of_a_file_are_written_as_addresses_write_them(
    organization: Json, agent: Json
) -> None:
    typed = [{"url": "https://exemple.fr/données 2026.csv"}]
    dataset = _dataset(organization, agent, "blancs", resources=typed)
    assert dataset["resources"][0]["url"] == "https://exemple.fr/données%202026.csv"


def test_an_address_that_a_harvest_brought_or_that_was_stored_before_stays_editable(
    organization: Json, agent: Json
) -> None:
    wrong = {"url": "\\\\serveur\\partage\\a.csv", "name": "Partage"}
    dataset = _dataset(organization, agent, "partage", harvest_licence="Licence ouverte", resources=[wrong])
    helpers.call_action("package_patch", {"user": agent["name"]}, id=dataset["id"], harvest_licence="")
    after = helpers.call_action("package_patch", {"user": agent["name"]}, id=dataset["id"], title="Relu")
    assert after["title"] == "Relu"
    assert after["resources"][0]["url"] == dataset["resources"][0]["url"]
