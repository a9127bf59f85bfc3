"""The pages of the projects, as visitors and editors use them."""

from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp

Json = dict[str, Any]
Make = Callable[..., Json]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def propose(app: CKANTestApp, form: dict[str, str], headers: dict[str, str]) -> Any:
    return app.post("/projet/new", data=form, headers=headers, follow_redirects=False)


def test_a_project_proposed_without_resource_is_there_at_once(
    app: CKANTestApp, form: dict[str, str], headers: dict[str, str]
) -> None:
    response = propose(app, form, headers)
    assert response.status_code == 302
    assert response.headers["Location"].endswith("/projet/accueil-sans-file")
    project = helpers.call_action("package_show", id="accueil-sans-file")
    assert (project["type"], project["state"], project["private"]) == ("projet", "active", False)
    assert project["resources"] == []
    page = app.get("/projet/accueil-sans-file").body
    assert "Accueil sans file" in page
    assert "Expérimentation" in page
    assert ">Partenaires</th>" not in page


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(
    app: CKANTestApp, form: dict[str, str], headers: dict[str, str]
) -> None:
    response = propose(app, form | {"stage": ""}, headers)
    assert response.status_code == 200
    assert "Étape" in response.body
    assert "Refaire le parcours des usagers" in response.body
    assert not model.Package.get("accueil-sans-file")


def test_an_editor_changes_a_project_through_its_form(
    app: CKANTestApp, form: dict[str, str], headers: dict[str, str]
) -> None:
    propose(app, form, headers)
    edited = form | {"stage": "deploye", "results": "Attente divisée par *deux*."}
    app.post("/projet/edit/accueil-sans-file", data=edited, headers=headers, follow_redirects=False)
    project = helpers.call_action("package_show", id="accueil-sans-file")
    assert (project["stage"], project["state"]) == ("deploye", "active")
    assert "Attente divisée par <em>deux</em>" in app.get("/projet/accueil-sans-file").body


def test_a_draft_saved_again_is_published_with_its_resources(
    app: CKANTestApp, form: dict[str, str], headers: dict[str, str], make_project: Make
) -> None:
    draft = make_project(name="brouillon", state="draft", resources=[{"url": "https://exemple.fr/bilan.pdf"}])
    propose(app, form | {"name": "brouillon", "pkg_name": draft["id"]}, headers)
    project = helpers.call_action("package_show", id="brouillon")
    assert project["state"] == "active"
    assert [resource["url"] for resource in project["resources"]] == ["https://exemple.fr/bilan.pdf"]


def test_a_draft_with_an_error_stays_a_draft(
    app: CKANTestApp, form: dict[str, str], headers: dict[str, str], make_project: Make
) -> None:
    draft = make_project(name="brouillon", state="draft")
    response = propose(app, form | {"name": "brouillon", "pkg_name": draft["id"], "stage": ""}, headers)
    assert response.status_code == 200
    assert f'name="pkg_name" value="{draft["id"]}"' in response.body
    assert helpers.call_action("package_show", id="brouillon")["state"] == "draft"


def test_the_form_is_in_french_and_asks_for_no_resource(
    app: CKANTestApp, headers: dict[str, str], form: object
) -> None:
    page = app.get("/projet/new", headers=headers).body
    assert "Proposer le projet" in page
    assert "Ajouter des données" not in page


def test_a_visitor_is_asked_to_log_in_before_proposing(app: CKANTestApp) -> None:
    response = app.get("/projet/new", follow_redirects=False)
    assert response.status_code in {302, 403}
    assert "login" in response.headers.get("Location", "") or "/user/login" in response.body


def test_nobody_proposes_for_an_organisation_that_is_not_theirs(
    app: CKANTestApp, form: dict[str, str], headers: dict[str, str]
) -> None:
    other = factories.Organization()
    propose(app, form | {"owner_org": other["id"]}, headers)
    assert not model.Package.get("accueil-sans-file")


def test_the_form_is_refused_without_its_token(
    app: CKANTestApp, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.flask_app.config, "WTF_CSRF_ENABLED", True)
    app.get("/projet/new", follow_redirects=False)
    response = app.post("/projet/new", data=form, follow_redirects=False)
    assert response.status_code == 400
    assert not model.Package.get("accueil-sans-file")


def test_the_list_is_in_french_and_invites_to_propose(app: CKANTestApp, make_project: Make) -> None:
    make_project(title="Guichet mobile")
    page = app.get("/projet/").body
    assert "Guichet mobile" in page
    assert "Proposer un projet" in page
    assert "1 projet trouvé" in page
    assert "/projet/new" in page


def test_the_list_is_filtered_by_stage_under_its_label(app: CKANTestApp, make_project: Make) -> None:
    make_project(title="Guichet mobile", stage="deploye")
    make_project(title="Boîte à idées", stage="idee")
    assert "stage=deploye" in app.get("/projet/").body
    page = app.get("/projet/?stage=deploye").body
    assert "Guichet mobile" in page
    assert "Boîte à idées" not in page
    assert "Déployé" in page


def test_a_project_is_not_among_the_datasets(app: CKANTestApp, make_project: Make, make_dataset: Make) -> None:
    make_project(title="Guichet mobile")
    make_dataset(name="files", title="Mesures des files d'attente")
    page = app.get("/dataset/").body
    assert "Mesures des files" in page
    assert "Guichet mobile" not in page


def test_a_project_is_not_in_the_catalogue(app: CKANTestApp, make_project: Make, make_dataset: Make) -> None:
    make_project(title="Guichet mobile")
    make_dataset(name="files", title="Mesures des files")
    catalogue = app.get("/catalog.ttl").body
    assert "Mesures des files" in catalogue
    assert "Guichet mobile" not in catalogue


def test_the_plural_leads_to_the_list(app: CKANTestApp) -> None:
    response = app.get("/projets", follow_redirects=False)
    assert response.status_code == 302
    assert response.headers["Location"].endswith("/projet/")


def test_the_navigation_leads_to_the_projects(app: CKANTestApp) -> None:
    assert 'href="/projet/"' in app.get("/").body


def test_a_project_page_links_only_the_datasets_its_reader_may_see(
    app: CKANTestApp, headers: dict[str, str], as_sysadmin: Json, make_project: Make, make_dataset: Make
) -> None:
    make_dataset(name="files", title="Mesures des files")
    make_dataset(name="agents", title="Effectifs des agents", private=True)
    gone = make_dataset(name="ancien", title="Ancien jeu")
    project = make_project(linked_datasets="files, agents, ancien")
    helpers.call_action("package_delete", as_sysadmin, id=gone["id"])
    public = app.get(f"/projet/{project['name']}").body
    assert 'href="/dataset/files"' in public
    assert "Effectifs des agents" not in public
    assert "Ancien jeu" not in public
    assert "Effectifs des agents" in app.get(f"/projet/{project['name']}", headers=headers).body


def test_a_dataset_page_names_the_projects_that_use_it(
    app: CKANTestApp, headers: dict[str, str], make_project: Make, make_dataset: Make
) -> None:
    make_dataset(name="files", title="Mesures des files")
    make_dataset(name="agents", title="Effectifs")
    make_project(title="Guichet mobile", linked_datasets=["files"])
    make_project(title="Guichet secret", linked_datasets=["files"], private=True)
    page = app.get("/dataset/files").body
    assert "Guichet mobile" in page
    assert "Guichet secret" not in page
    assert "Guichet secret" in app.get("/dataset/files", headers=headers).body
    assert "Guichet" not in app.get("/dataset/agents").body
