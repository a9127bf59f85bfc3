"""What a project holds, whatever the way it is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers

Json = dict[str, Any]
Make = Callable[..., Json]

ROOT = Path(__file__).resolve().parents[2]
IN_CKAN = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def in_ckan(test: Callable[..., None]) -> Callable[..., None]:
    for mark in IN_CKAN:
        test = mark(test)
    return test


@in_ckan
def test_datasets_are_linked_by_name_address_or_id_and_kept_as_ids(
    as_sysadmin: Json, make_project: Make, make_dataset: Make
) -> None:
    ids = [make_dataset(name=name)["id"] for name in ("files", "agents", "guichets")]
    project = make_project(linked_datasets=f"files, http://portail.exemple/dataset/agents\n{ids[2]}, files")
    assert project["linked_datasets"] == ids
    helpers.call_action("package_patch", dict(as_sysadmin), id=ids[0], name="files-2026")
    assert (
        helpers.call_action("package_patch", dict(as_sysadmin), id=project["id"], stage="cadrage")["linked_datasets"]
        == ids
    )


@in_ckan
def test_what_is_not_a_dataset_that_one_may_read_is_refused(
    editor: Json, as_sysadmin: Json, make_project: Make, make_dataset: Make
) -> None:
    make_project(name="un-projet")
    helpers.call_action("package_delete", dict(as_sysadmin), id=make_dataset(name="retire")["id"])
    other = factories.Organization()
    make_dataset(name="secret", owner_org=other["id"], private=True)
    project = make_project(name="le-mien")
    context = {"user": editor["name"], "ignore_auth": False}
    for typed in ("inconnu", "un-projet", "retire", "secret"):
        with pytest.raises(tk.ValidationError) as refusal:
            helpers.call_action("package_patch", dict(context), id=project["id"], linked_datasets=typed)
        assert typed in refusal.value.error_dict["linked_datasets"][0]


@in_ckan
def test_an_editor_keeps_the_link_to_a_dataset_that_they_cannot_see(
    editor: Json, make_project: Make, make_dataset: Make
) -> None:
    secret = make_dataset(name="secret", owner_org=factories.Organization()["id"], private=True)
    project = make_project(linked_datasets=["secret"])
    context = {"user": editor["name"], "ignore_auth": False}
    edited = helpers.call_action("package_patch", context, id=project["id"], linked_datasets=secret["id"])
    assert edited["linked_datasets"] == [secret["id"]]


@in_ckan
def test_a_purged_dataset_leaves_the_project_alone(as_sysadmin: Json, make_project: Make, make_dataset: Make) -> None:
    dataset = make_dataset(name="ephemere")
    project = make_project(linked_datasets=["ephemere"])
    helpers.call_action("dataset_purge", dict(as_sysadmin), id=dataset["id"])
    assert (
        helpers.call_action("package_patch", dict(as_sysadmin), id=project["id"], stage="cadrage")["linked_datasets"]
        == []
    )


@in_ckan
def test_more_links_than_a_page_holds_are_refused(make_project: Make) -> None:
    with pytest.raises(tk.ValidationError) as refusal:
        make_project(linked_datasets=[f"jeu-{number}" for number in range(101)])
    assert "100" in refusal.value.error_dict["linked_datasets"][0]


@in_ckan
def test_a_project_may_not_end_before_it_starts(make_project: Make) -> None:
    with pytest.raises(tk.ValidationError) as refusal:
        make_project(start_date="2026-03-01", end_date="2026-02-28")
    assert "end_date" in refusal.value.error_dict
    assert make_project(start_date="2026-03-01", end_date="2026-03-01")["end_date"] == "2026-03-01"


@in_ckan
def test_values_out_of_the_schema_are_refused(make_project: Make) -> None:
    wrong: Json = {
        "stage": "ailleurs",
        "mode": "",
        "notes": "",
        "project_lead": [{"name": "Le lab", "email": "pas une adresse"}],
        "partners": [{"name": "Une école", "url": "javascript:alert(1)"}],
    }
    with pytest.raises(tk.ValidationError) as refusal:
        make_project(**wrong)
    assert wrong.keys() <= refusal.value.error_dict.keys()


@in_ckan
def test_results_longer_than_an_index_term_are_kept_and_found(make_project: Make) -> None:
    project = make_project(results="mesure " * 6000 + "coquelicot")
    found = helpers.call_action("package_search", q="coquelicot", fq="dataset_type:projet")
    assert [result["id"] for result in found["results"]] == [project["id"]]


@in_ckan
def test_the_projects_of_a_dataset_are_those_the_reader_may_see(make_project: Make, make_dataset: Make) -> None:
    make_dataset(name="files")
    make_project(title="Public", linked_datasets=["files"])
    make_project(title="Privé", linked_datasets=["files"], private=True)
    anonymous = {"user": "", "ignore_auth": False}
    projects = helpers.call_action("archipel_project_list_for_dataset", anonymous, id="files")
    assert [project["title"] for project in projects] == ["Public"]


@in_ckan
def test_the_projects_of_a_hidden_dataset_are_not_told(make_dataset: Make) -> None:
    make_dataset(name="secret", private=True)
    with pytest.raises(tk.NotAuthorized):
        helpers.call_action("archipel_project_list_for_dataset", {"user": "", "ignore_auth": False}, id="secret")


@in_ckan
def test_the_stage_and_the_mode_are_facets(make_project: Make) -> None:
    make_project(stage="deploye", mode="formation")
    found = helpers.call_action("package_search", fq="dataset_type:projet", **{"facet.field": ["stage", "mode"]})
    assert found["facets"] == {"stage": {"deploye": 1}, "mode": {"formation": 1}}


@in_ckan
def test_deleting_a_project_leaves_its_datasets(as_sysadmin: Json, make_project: Make, make_dataset: Make) -> None:
    make_dataset(name="files")
    project = make_project(linked_datasets=["files"])
    helpers.call_action("package_delete", dict(as_sysadmin), id=project["id"])
    assert model.Package.get("files").state == "active"
    assert helpers.call_action("archipel_project_list_for_dataset", id="files") == []


def project_fields() -> list[str]:
    schema = yaml.safe_load((ROOT / "schemas/project.yaml").read_text(encoding="utf-8"))
    fields = schema["dataset_fields"] + schema["resource_fields"]
    return [field["field_name"] for field in fields]


@pytest.mark.parametrize("field", project_fields())
def test_every_field_of_a_project_is_documented(field: str) -> None:
    assert f"`{field}`" in (ROOT / "docs/laboratoire.md").read_text(encoding="utf-8")
