"""Checks on a real portal: run by the command or in the background, shown to editors, counted in the points."""

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan as ckan_command
from ckan.tests import factories

from ckanext.archipel.catalogue import store as fragments
from ckanext.archipel.conformity import store
from ckanext.archipel.conformity.batch import rules_digest
from ckanext.archipel.conformity.jobs import check_slice

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
HVD = ["http://data.europa.eu/bna/c_b79e35eb"]


@pytest.fixture
def datasets(with_plugins: None, clean_db: None, clean_index: None) -> dict[str, dict[str, Any]]:
    """One dataset that conforms, and one of high value that no API gives."""
    fragments.drop()
    owner = factories.Organization()["id"]
    files = [{"url": "https://a.fr/a.csv", "format": "CSV", "name": "Données"}]
    return {
        "good": factories.Dataset(owner_org=owner, resources=files),
        "bad": factories.Dataset(owner_org=owner, resources=files, hvd_category=HVD),
    }


def command(cli: Any, *arguments: str) -> str:
    """Run `ckan archipel conformity`."""
    return str(cli.invoke(ckan_command, ["archipel", "conformity", *arguments], catch_exceptions=False).output)


def compliance(dataset_id: str) -> tuple[int, str]:
    """Return the points of the indicator, and whether they were checked."""
    quality = tk.get_action("archipel_quality_show")({"ignore_auth": True}, {"id": dataset_id})
    [found] = [criterion for criterion in quality["mqa"]["criteria"] if criterion["slug"] == "dcat-ap"]
    return found["points"], found["status"]


def test_the_command_checks_once_what_has_not_changed(cli: Any, datasets: dict[str, dict[str, Any]]) -> None:
    assert "2 jeux de données vérifiés, 1 conformes, 1 à corriger." in command(cli, "check")
    assert store.count_unchecked(rules_digest()) == 0
    tk.get_action("package_patch")(
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]}, {"id": datasets["bad"]["id"], "hvd_category": []}
    )
    assert "2 jeux de données vérifiés, 2 conformes, 0 à corriger." in command(cli, "check")


def test_the_report_names_what_to_correct(cli: Any, datasets: dict[str, dict[str, Any]]) -> None:
    command(cli, "check")
    printed = command(cli, "report")
    assert f"- {datasets['bad']['name']} :" in printed
    assert "access_services : Une donnée de forte valeur doit aussi être offerte par une API" in printed
    assert datasets["good"]["name"] not in printed


def test_points_are_those_of_the_check(cli: Any, datasets: dict[str, dict[str, Any]]) -> None:
    assert compliance(datasets["bad"]["id"]) == (30, "assumed")
    command(cli, "check")
    assert compliance(datasets["good"]["id"]) == (30, "checked")
    assert compliance(datasets["bad"]["id"]) == (0, "checked")
    points = tk.get_action("archipel_quality_show")({"ignore_auth": True}, {"id": datasets["bad"]["id"]})["mqa"][
        "points"
    ]
    found = tk.get_action("package_search")({}, {"fq": f"archipel_mqa:{points:03d}"})
    assert datasets["bad"]["id"] in {entry["id"] for entry in found["results"]}


def test_editors_and_administrators_read_what_is_broken(
    app: Any, cli: Any, datasets: dict[str, dict[str, Any]]
) -> None:
    command(cli, "check")
    editor = {"Authorization": factories.SysadminWithToken()["token"]}
    page = app.get(f"/dataset/{datasets['bad']['name']}", headers=editor).body
    assert "doit aussi être offerte par une API" in page or "must also be offered by an API" in page
    assert "archipel-conformity" not in app.get(f"/dataset/{datasets['bad']['name']}").body
    listed = app.get("/ckan-admin/conformite", headers=editor).body
    assert f"/dataset/{datasets['bad']['name']}" in listed
    assert f"/dataset/{datasets['good']['name']}" not in listed
    assert app.get("/ckan-admin/conformite").status_code == 403


def test_the_background_checks_what_is_built_and_forgets_what_is_gone(
    cli: Any, datasets: dict[str, dict[str, Any]]
) -> None:
    cli.invoke(ckan_command, ["archipel", "catalogue", "build"], catch_exceptions=False)
    assert check_slice() == 2
    tk.get_action("dataset_purge")({"ignore_auth": True}, {"id": datasets["bad"]["id"]})
    check_slice()
    assert store.report(datasets["bad"]["id"]) is None


def test_a_fragment_that_cannot_be_read_stops_nothing(cli: Any, datasets: dict[str, dict[str, Any]]) -> None:
    cli.invoke(ckan_command, ["archipel", "catalogue", "build"], catch_exceptions=False)
    model.Session.execute(
        sa.text("UPDATE archipel_dataset_rdf SET nt = 'abc' WHERE dataset_id = :id"), {"id": datasets["good"]["id"]}
    )
    model.Session.commit()
    assert check_slice() == 2
    found = store.report(datasets["good"]["id"])
    assert found
    assert "n’a pas pu être vérifié" in found["findings"][0]["fr"]


@pytest.mark.parametrize("variant", ["dcat-ap", "geodcat-ap"])
def test_each_standard_has_an_address_of_its_own(app: Any, datasets: dict[str, dict[str, Any]], variant: str) -> None:
    body = app.get(f"/catalog/{variant}.ttl").body
    assert body.count("a dcat:Dataset") == 2
    assert f"/catalog/{variant}.ttl?page=1" in body
