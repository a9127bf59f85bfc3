"""Checking the links of a portal."""

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp
from click.testing import CliRunner

from ckanext.archipel.fetch.errors import UnreachableError
from ckanext.archipel.links.check import check_links, forget_unused
from ckanext.archipel.links.state import due_links, link_states
from tests.validation.files_server import Files, serve

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

Json = dict[str, Any]


@pytest.fixture
def files() -> Iterator[Files]:
    with serve() as held:
        yield held


@pytest.fixture
def dataset(files: Files) -> Json:
    """Return a dataset of a link that works, one that does not, and what is no link."""
    organization = factories.Organization()
    urls = [files.put("/works.csv", "a"), f"{files.address}/missing.csv", "ftp://exemple.fr/a.csv", "sans adresse"]
    return factories.Dataset(
        owner_org=organization["id"],
        license_id="lov2",
        harvest_licence="Licence ouverte",
        resources=[{"url": url, "name": "F"} for url in urls],
    )


def run(*options: str) -> str:
    result = CliRunner().invoke(ckan, ["--config", "test.ini", "archipel", "links", "check", *options])
    assert result.exit_code == 0, result.output
    return str(result.output)


def due() -> list[tuple[str, int]]:
    return sorted(due_links(datetime.now(timezone.utc)))


def test_each_link_is_asked_about_and_remembered(dataset: Json) -> None:
    works, missing = (resource["url"] for resource in dataset["resources"][:2])
    output = run()
    assert "2 liens vérifiés, 1 en échec, 0 remis" in output
    assert f"404 de {missing}" in output
    states = link_states([works, missing, "https://jamais.fr"])
    assert (states[works].status, states[works].failures, states[works].error) == (200, 0, "")
    assert (states[missing].status, states[missing].failures, states[missing].broken) == (404, 1, False)
    assert len(states) == 2
    assert due() == []
    assert "0 liens vérifiés" in run()


def test_a_link_is_broken_after_two_failures_and_mended_by_one_success(dataset: Json, files: Files) -> None:
    missing = dataset["resources"][1]["url"]
    run()
    run("--all")
    assert link_states([missing])[missing].broken
    files.put("/missing.csv", "back")
    run("--all")
    assert link_states([missing])[missing].failures == 0


def test_a_run_cut_short_goes_on_where_it_was(dataset: Json) -> None:
    assert "1 liens vérifiés" in run("--limit", "1")
    assert len(due()) == 1
    assert "1 liens vérifiés" in run()


def test_a_silent_server_is_left_for_the_next_run() -> None:
    def silent(url: str) -> int:
        raise UnreachableError(url, "pas de réponse")

    urls = [(f"https://muet.exemple.fr/{number}", 0) for number in range(10)]
    outcomes = list(check_links(urls, silent))
    assert [outcome.skipped for outcome in outcomes] == [False] * 3 + [True] * 7
    assert len(link_states([url for url, _ in urls])) == 3


def test_links_that_no_file_has_any_more_are_forgotten(dataset: Json) -> None:
    run()
    user = {"user": factories.Sysadmin()["name"]}
    helpers.call_action("resource_delete", user, id=dataset["resources"][0]["id"])
    assert forget_unused() == 1


def test_editors_see_that_a_link_does_not_work_and_others_do_not(app: CKANTestApp, dataset: Json) -> None:
    run()
    resource = dataset["resources"][1]
    page = f"/dataset/{dataset['name']}/resource/{resource['id']}"
    sentence = "Ce lien n’a pas fonctionné"
    assert sentence in app.get(page, headers={"Authorization": factories.SysadminWithToken()["token"]}).body
    assert sentence not in app.get(page).body


def test_uploaded_files_and_deleted_datasets_have_no_link_to_check(dataset: Json) -> None:
    model.Session.execute(sa.text("UPDATE resource SET url_type = 'upload' WHERE url LIKE '%works.csv'"))
    assert [url.rpartition("/")[2] for url, _ in due()] == ["missing.csv"]
    user = {"user": factories.Sysadmin()["name"]}
    helpers.call_action("package_delete", user, id=dataset["id"])
    assert due() == []
