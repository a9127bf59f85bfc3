"""Checking the files of a portal against table schemas."""

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp
from sqlalchemy.exc import ProgrammingError
from werkzeug.datastructures import FileStorage

from ckanext.archipel.validation import QUEUE, jobs, kept, store
from ckanext.archipel.validation.helpers import archipel_table_schemas
from tests.validation.files_server import Files

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

Json = dict[str, Any]
Publish = Callable[..., Json]
TABLE = "siret;jour\n20005376700014;2026-03-14\n12345678901234;14/03/2026\n"


def queued() -> list[str]:
    return [job.args[0] for job in get_queue(QUEUE).jobs]


def run_queue() -> None:
    for resource_id in queued():
        jobs.check_resource(resource_id)
    get_queue(QUEUE).empty()


def act(name: str, **data: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return helpers.call_action(name, {"user": user}, **data)


def text_of(body: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.fixture
def clean_queues() -> None:
    get_queue(QUEUE).empty()


@pytest.fixture
def linked(files: Files, schema_url: str) -> Json:
    """Return a linked CSV file with two errors, that names its schema."""
    return {"url": files.put("/aides.csv", TABLE), "name": "Aides", "format": "CSV", "conforms_to": [schema_url]}


@pytest.fixture
def checked(publish: Publish, linked: Json) -> Json:
    """Return a dataset whose only file has been checked."""
    dataset = publish(linked)
    run_queue()
    return dataset


def report_of(resource_id: str) -> Json:
    return helpers.call_action("archipel_validation_report_show", id=resource_id)


def address_of(dataset: Json) -> str:
    return f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}/validation"


def test_a_linked_file_is_checked_once_published(publish: Publish, linked: Json) -> None:
    resource_id = publish(linked)["resources"][0]["id"]
    assert queued() == [resource_id]
    assert report_of(resource_id)["state"] == "queued"
    run_queue()
    found = report_of(resource_id)
    assert (found["state"], found["valid"], found["error_count"], found["rows_read"]) == ("done", False, 2, 2)
    errors = [(error["row"], error["column"], error["remedy"][:18]) for error in found["report"]["errors"]]
    assert errors == [(3, "jour", "Écrivez 2026-03-14"), (3, "siret", "Vérifiez les 14 ch")]
    assert found["report"]["schema"]["version"] == "1.0.0"
    json.dumps(found)


def test_an_uploaded_file_is_checked_too(publish: Publish, schema_url: str, editor: Json) -> None:
    dataset = publish()
    helpers.call_action(
        "resource_create",
        {"user": editor["name"]},
        package_id=dataset["id"],
        name="Aides",
        format="CSV",
        url="aides.csv",
        conforms_to=[schema_url],
        upload=FileStorage(BytesIO(TABLE.encode("cp1252")), "aides.csv"),
    )
    [resource_id] = queued()
    run_queue()
    assert report_of(resource_id)["error_count"] == 2


def test_only_what_changes_is_checked_again(publish: Publish, linked: Json, files: Files) -> None:
    dataset = publish(linked, {"url": "https://www.exemple.fr/notice.pdf", "name": "Notice", "format": "PDF"})
    run_queue()
    act("package_patch", id=dataset["id"], notes="Les aides de l'année.")
    assert queued() == []
    resource = dataset["resources"][0]
    act("resource_patch", id=resource["id"], url=files.put("/2027.csv", "siret\n20005376700014\n"))
    assert queued() == [resource["id"]]
    run_queue()
    assert report_of(resource["id"])["valid"] is True


def test_a_report_dies_with_its_file(checked: Json, publish: Publish) -> None:
    resource_id = checked["resources"][0]["id"]
    act("resource_delete", id=resource_id)
    assert store.get(resource_id) is None


def test_a_report_goes_when_the_file_names_no_schema_any_more(checked: Json) -> None:
    resource_id = checked["resources"][0]["id"]
    act("resource_patch", id=resource_id, conforms_to=[])
    assert store.get(resource_id) is None


def test_a_report_goes_with_a_purged_dataset(checked: Json) -> None:
    act("dataset_purge", id=checked["name"])
    assert store.get(checked["resources"][0]["id"]) is None


@pytest.mark.parametrize(
    ("path", "content"), [("/aides.csv", ""), ("/aides.csv", "<html>"), ("/schemas/1.0.0/schema.json", "{}")]
)
def test_what_cannot_be_checked_says_why(publish: Publish, linked: Json, files: Files, path: str, content: str) -> None:
    word = {"": "404", "<html>": "HTML", "{}": "fields"}[content]
    files.content.pop(path)
    if content:
        files.put(path, content)
    resource_id = publish(linked)["resources"][0]["id"]
    run_queue()
    found = report_of(resource_id)
    assert found["state"] == "failed"
    assert word in found["message"]


def test_an_error_of_ours_is_said_and_raised(publish: Publish, linked: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    resource_id = publish(linked)["resources"][0]["id"]

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "check_table", broken)
    with pytest.raises(ZeroDivisionError):
        jobs.check_resource(resource_id)
    assert report_of(resource_id)["message"] == jobs.BROKEN


def test_publishing_goes_on_without_our_tables(publish: Publish, linked: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ProgrammingError("SELECT", {}, Exception("no table"))

    for query in ("fingerprints", "queue"):
        monkeypatch.setattr(store, query, missing)
    dataset = publish(linked)
    assert helpers.call_action("package_show", id=dataset["id"])["resources"]
    assert queued() == []


def test_the_page_says_what_to_correct(app: CKANTestApp, checked: Json) -> None:
    text = text_of(app.get(address_of(checked)).body)
    for words in (
        "2 erreurs à corriger.",
        "Aides version 1.0.0",
        "Ligne Colonne Valeur Ce qui ne va pas Que faire",
        "3 jour 14/03/2026 Ce n'est pas une date. Écrivez 2026-03-14.",
        "point-virgule",
    ):
        assert words in text
    assert "Contrôler de nouveau" not in text


def test_the_page_of_the_file_leads_to_the_report(app: CKANTestApp, checked: Json) -> None:
    body = app.get(address_of(checked).removesuffix("/validation")).body
    assert f'href="{address_of(checked)}"' in body
    assert "2 erreurs à corriger." in body


def test_editors_ask_for_a_new_check(app: CKANTestApp, checked: Json, editor: Json) -> None:
    headers = {"Authorization": editor["token"]}
    assert "Contrôler de nouveau" in app.get(address_of(checked), headers=headers).body
    answer = app.post(address_of(checked), headers=headers, follow_redirects=True)
    assert "Le contrôle attend son tour." in answer.body
    assert queued() == [checked["resources"][0]["id"]]


def test_others_do_not(app: CKANTestApp, checked: Json) -> None:
    other = {"Authorization": factories.UserWithToken()["token"]}
    assert app.post(address_of(checked), headers=other).status_code == 403
    assert app.post(address_of(checked), follow_redirects=False).status_code in {302, 403}
    assert queued() == []


def test_the_report_of_a_private_file_is_private(app: CKANTestApp, checked: Json) -> None:
    act("package_patch", id=checked["id"], private=True)
    assert app.get(address_of(checked)).status_code == 404
    resource_id = checked["resources"][0]["id"]
    assert app.get(f"/api/3/action/archipel_validation_report_show?id={resource_id}").status_code == 403


def test_a_public_report_is_read_by_the_api(app: CKANTestApp, checked: Json) -> None:
    resource_id = checked["resources"][0]["id"]
    answer = app.get(f"/api/3/action/archipel_validation_report_show?id={resource_id}")
    assert answer.json["result"]["report"]["error_count"] == 2
    assert app.get("/api/3/action/archipel_validation_report_show?id=nothing").status_code == 404
    assert app.get(f"/dataset/{checked['name']}/resource/nothing/validation").status_code == 404


def test_a_file_without_schema_cannot_be_checked(app: CKANTestApp, publish: Publish) -> None:
    dataset = publish({"url": "https://www.exemple.fr/a.csv", "name": "A", "format": "CSV"})
    with pytest.raises(tk.ValidationError):
        helpers.call_action("archipel_validation_run", id=dataset["resources"][0]["id"])
    assert "Seul un fichier CSV" in app.get(address_of(dataset)).body


def test_a_version_is_fetched_once_and_the_latest_asked_for_again(files: Files) -> None:
    version, latest = files.put("/s/1.0.0/s.json", "1"), files.put("/s/latest/s.json", "2")
    with helpers.changed_config("ckanext.archipel.validation.keep_hours", 0):
        for _ in range(2):
            assert (kept.read(version), kept.read(latest)) == (b"1", b"2")
        assert files.asked == {("/s/1.0.0/s.json", 200): 1, ("/s/latest/s.json", 200): 1, ("/s/latest/s.json", 304): 1}
        files.put("/s/latest/s.json", "3")
        assert kept.read(latest) == b"3"
        del files.content["/s/latest/s.json"]
        assert kept.read(latest) == b"3"
    assert files.asked["/s/latest/s.json", 404] == 1


def test_the_form_suggests_the_schemas_last_read(
    app: CKANTestApp, files: Files, publish: Publish, editor: Json
) -> None:
    page = f"/dataset/{publish()['name']}/resource/new"
    headers = {"Authorization": editor["token"]}
    address = files.put("/schemas.json", json.dumps({"schemas": [SCHEMA, {**SCHEMA, "schema_type": "other"}, 3, {}]}))
    with helpers.changed_config("ckanext.archipel.validation.catalogue", address):
        assert archipel_table_schemas() == []
        assert "archipel-table-schemas" not in app.get(page, headers=headers).body
        kept.read(address)
        del files.content["/schemas.json"]
        body = app.get(page, headers=headers).body
    assert f'<option value="{SCHEMA["schema_url"]}">Lieux de covoiturage</option>' in body
    assert body.count('list="archipel-table-schemas"') >= 1


SCHEMA = {
    "name": "etalab/schema-lieux-covoiturage",
    "title": "Lieux de covoiturage",
    "schema_url": "https://schema.data.gouv.fr/schemas/etalab/schema-lieux-covoiturage/latest/schema.json",
    "schema_type": "tableschema",
}


def test_a_check_cut_short_is_said(checked: Json) -> None:
    resource_id = checked["resources"][0]["id"]
    store.update(resource_id, state="running")
    model.Session.execute(sa.text("UPDATE archipel_validation SET updated = updated - interval '1 hour'"))
    assert report_of(resource_id)["state"] == "interrupted"
