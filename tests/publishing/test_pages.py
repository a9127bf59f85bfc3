"""The steps answer as they should to their author, to others, and to requests no form of ours would send."""

import io
from typing import Any

import pytest
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

Json = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

FULL = {
    "title": "Aires de covoiturage",
    "notes": "Les aires de covoiturage du département : adresse, capacité, propriétaire et date de leur ouverture.",
    "license_id": "lov2",
    "lab_theme": ["transports-infrastructures"],
    "contact": [{"email": "mobilite@exemple.fr"}],
    "territory": ["fr:departement:01"],
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "temporal_coverage": [{"start": "2026-01-01", "end": "2026-12-31"}],
}


@pytest.fixture
def editor() -> Json:
    """An editor of an organisation, with a token."""
    return dict(factories.UserWithToken())


@pytest.fixture
def organization(editor: Json) -> Json:
    """The editor's organisation."""
    return dict(factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}]))


@pytest.fixture
def headers(editor: Json) -> dict[str, str]:
    """What signs the editor in."""
    return {"Authorization": editor["token"]}


@pytest.fixture
def draft(editor: Json, organization: Json) -> Json:
    """A complete draft."""
    return create(editor, organization, "brouillon", state="draft")


def create(editor: Json, organization: Json, name: str, **fields: Any) -> Json:
    data = {**FULL, "name": name, "owner_org": organization["id"], **fields}
    context = {"user": editor["name"], "ignore_auth": False, "allow_state_change": True}
    return dict(helpers.call_action("package_create", context, **data))


def show(name: str) -> Json:
    return dict(helpers.call_action("package_show", id=name))


def test_the_first_page_makes_a_draft_with_an_address_from_the_title(
    app: CKANTestApp, organization: Json, headers: dict[str, str]
) -> None:
    form = {"title": "L’eau de l’Ain", "owner_org": organization["id"], "private": "False", "save": "next"}
    answer = app.post("/dataset/new", data=form, headers=headers, follow_redirects=False)
    assert answer.headers["Location"].endswith("/dataset/new/l-eau-de-l-ain/2")
    assert show("l-eau-de-l-ain")["state"] == "draft"


def test_saving_a_page_leaves_the_other_pages_alone(app: CKANTestApp, draft: Json, headers: dict[str, str]) -> None:
    form = {"territory": "fr:departement:63", "save": "previous"}
    answer = app.post("/dataset/new/brouillon/2", data=form, headers=headers, follow_redirects=False)
    assert answer.headers["Location"].endswith("/dataset/new/brouillon/1")
    saved = show("brouillon")
    assert (saved["notes"], saved["territory"], saved["state"]) == (FULL["notes"], ["fr:departement:63"], "draft")
    assert not saved.get("temporal_coverage")


def test_a_page_of_a_draft_sent_late_does_not_take_a_published_dataset_back(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    create(editor, organization, "publie")
    form = {"territory": "fr:departement:01", "frequency": FULL["frequency"], "save": "next"}
    app.post("/dataset/new/publie/2", data=form, headers=headers, follow_redirects=False)
    assert show("publie")["state"] == "active"


def test_publishing_what_is_complete_leads_to_the_end_page(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    create(editor, organization, "brouillon", state="draft", resources=[{"url": "https://www.example.org/a.csv"}])
    answer = app.post("/dataset/brouillon/publier", headers=headers, follow_redirects=False)
    assert answer.status_code == 302, answer.body
    assert answer.headers["Location"].endswith("/dataset/brouillon/publie")
    assert show("brouillon")["state"] == "active"


def test_publishing_what_is_not_complete_links_to_what_is_missing(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    create(editor, organization, "vide", state="draft", territory=[])
    answer = app.post("/dataset/vide/publier", headers=headers)
    assert "/dataset/new/vide/2#field-territory" in answer.body
    assert "/dataset/vide/publier/fichiers" in answer.body
    assert show("vide")["state"] == "draft"


def test_one_bad_file_does_not_keep_the_others_out(app: CKANTestApp, draft: Json, headers: dict[str, str]) -> None:
    form = {
        "files": [(io.BytesIO(b"a;b\n1;2\n"), "bon.csv"), (io.BytesIO(b"x"), "autre.txt")],
        "url": "https://",
        "name": "Lien cassé",
        "save": "add",
    }
    answer = app.post("/dataset/brouillon/publier/fichiers", data=form, headers=headers)
    assert answer.status_code == 200
    found = {resource["name"]: resource for resource in show("brouillon")["resources"]}
    assert {"bon.csv", "autre.txt"} <= set(found)
    assert (found["bon.csv"]["format"], int(found["bon.csv"]["size"])) == ("CSV", 8)
    assert len(found) == 2


def test_what_is_no_address_is_refused_at_its_field(app: CKANTestApp, draft: Json, headers: dict[str, str]) -> None:
    for url, name in (("pas une adresse", ""), ("javascript:alert(1)", ""), ("", "Sans adresse")):
        answer = app.post("/dataset/brouillon/publier/fichiers", data={"url": url, "name": name}, headers=headers)
        assert 'href="#field-url"' in answer.body
        assert 'aria-invalid="true"' in answer.body
        assert f'value="{url or name}"' in answer.body
    assert show("brouillon")["resources"] == []


def test_the_last_step_says_at_once_what_publication_asks_for(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    create(editor, organization, "vide", state="draft", territory=[], notes="")
    answer = app.get("/dataset/vide/publier", headers=headers).body
    asked, _, advised = answer.partition("archipel-quality-status")
    assert "/dataset/new/vide/2#field-territory" in asked
    assert "/dataset/new/vide/1#field-notes" in asked
    assert "#field-territory" not in advised


def test_an_error_in_the_description_of_a_draft_s_file_keeps_the_file(
    app: CKANTestApp, draft: Json, headers: dict[str, str]
) -> None:
    upload = {"files": [(io.BytesIO(b"a;b\n1;2\n"), "table.csv")], "save": "add"}
    app.post("/dataset/brouillon/publier/fichiers", data=upload, headers=headers)
    file = show("brouillon")["resources"][0]
    page = f"/dataset/brouillon/resource/{file['id']}/edit"
    kept = {"id": file["id"], "url_type": "upload", "url": file["url"], "name": "Table", "save": "go-dataset-complete"}
    refused = app.post(page, data={**kept, "conforms_to": "ni http"}, headers=headers)
    assert 'href="#field-conforms_to"' in refused.body
    assert f'action="{page}"' in refused.body
    assert f'name="url" value="{file["url"]}"' in refused.body
    app.post(page, data=kept, headers=headers, follow_redirects=False)
    saved = show("brouillon")["resources"][0]
    assert (saved["id"], saved["url"], saved["name"], saved["size"]) == (file["id"], file["url"], "Table", file["size"])
    app.get("/dataset/brouillon/resource/inconnu/edit", headers=headers, status=404)


def test_a_file_of_another_dataset_is_not_removed_from_here(
    app: CKANTestApp, editor: Json, organization: Json, draft: Json, headers: dict[str, str]
) -> None:
    other = create(editor, organization, "autre", resources=[{"url": "https://www.example.org/a.csv"}])["resources"][0]
    app.post(f"/dataset/brouillon/publier/fichiers/{other['id']}/supprimer", headers=headers, status=404)
    assert show("autre")["resources"][0]["id"] == other["id"]


def test_a_page_that_does_not_exist_is_not_found(app: CKANTestApp, draft: Json, headers: dict[str, str]) -> None:
    for page in ("0", "99", "x", "-1", "²"):
        app.get(f"/dataset/new/brouillon/{page}", headers=headers, status=404)


def test_a_stranger_may_not_touch_a_draft(app: CKANTestApp, draft: Json) -> None:
    stranger = {"Authorization": factories.UserWithToken()["token"]}
    for path in ("new/brouillon/1", "edit/brouillon/1", "brouillon/publier", "brouillon/publier/fichiers"):
        assert app.get(f"/dataset/{path}", headers=stranger, follow_redirects=False).status_code in (403, 404)
        assert app.post(f"/dataset/{path}", data={"title": "Volé"}, headers=stranger).status_code in (403, 404)
    assert show("brouillon")["title"] == FULL["title"]


def test_a_form_of_a_file_cut_short_is_refused(app: CKANTestApp, draft: Json, headers: dict[str, str]) -> None:
    app.post("/dataset/brouillon/resource/new", data={"url": "https://x.fr"}, headers=headers, status=400)


def test_close_titles_are_told(app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]) -> None:
    create(editor, organization, "covoiturage-2025", title="Aires de covoiturage du département en 2025")
    answer = app.get("/publier/titres-proches?title=Aires de covoiturage du département en 2026", headers=headers)
    assert [item["name"] for item in answer.json] == ["covoiturage-2025"]
    app.get("/publier/titres-proches?title=covoiturage", status=403)


def test_the_first_page_tells_of_close_titles_and_still_makes_its_draft(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    create(editor, organization, "covoiturage-2025", title="Aires de <i>covoiturage</i> du département en 2025")
    form = {"title": "Aires de covoiturage du département en 2026", "owner_org": organization["id"], "save": "next"}
    page = app.post("/dataset/new", data=form, headers=headers).body
    assert '<a href="/dataset/covoiturage-2025">Aires de &lt;i&gt;covoiturage&lt;/i&gt; du département' in page
    assert show("aires-de-covoiturage-du-departement-en-2026")["state"] == "draft"


def test_the_page_of_a_file_shows_its_filled_fields_only(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    file = {"url": "https://exemple.fr/a.csv", "size": 1234, "name": "Relevés"}
    dataset = create(editor, organization, "montre", resources=[file])
    page = app.get(f"/dataset/montre/resource/{dataset['resources'][0]['id']}", headers=headers).body
    assert "Taille en octets" in page
    assert "Compression" not in page


def test_a_rectangle_is_shown_in_words(
    app: CKANTestApp, editor: Json, organization: Json, headers: dict[str, str]
) -> None:
    triangle = '{"type": "Polygon", "coordinates": [[[4, 45], [5, 45], [5, 46], [4, 45]]]}'
    places = [{"bbox": ["4,5", "45", "5", "46.25"]}, {"geom": triangle}]
    create(editor, organization, "carte", spatial_coverage=places)
    page = app.get("/dataset/carte", headers=headers).body
    assert "Longitude de 4,5° à 5°, latitude de 45° à 46,25°" in page
    assert "Lire son GeoJSON" in page
