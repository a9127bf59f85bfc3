"""`ckan archipel catalogue` builds, resumes, and names what cannot be expressed."""

from typing import Any

import pytest
from ckan.cli.cli import ckan as ckan_command
from ckan.tests import factories

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.builder import Built
from ckanext.archipel.catalogue.jobs import site_builder

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def datasets(with_plugins: None, clean_db: None, clean_index: None) -> list[dict[str, Any]]:
    store.drop()
    owner = factories.Organization()["id"]
    return [factories.Dataset(owner_org=owner) for _ in range(3)]


def waiting() -> int:
    return len(store.stale(site_builder()[1], 100))


def test_everything_is_built_then_nothing_is_left_to_build(cli: Any, datasets: list[dict[str, Any]]) -> None:
    assert waiting() == 3
    printed = cli.invoke(ckan_command, ["archipel", "catalogue", "build"], catch_exceptions=False).output
    assert "3 construits" in printed
    assert waiting() == 0
    assert "0 construits" in cli.invoke(ckan_command, ["archipel", "catalogue", "build"]).output
    assert "3 construits" in cli.invoke(ckan_command, ["archipel", "catalogue", "build", "--all"]).output


def test_status_names_what_cannot_be_expressed(cli: Any, datasets: list[dict[str, Any]]) -> None:
    store.save([Built(datasets[0]["id"], "v", error="ValueError : illisible")])
    printed = cli.invoke(ckan_command, ["archipel", "catalogue", "status"], catch_exceptions=False).output
    assert f"{datasets[0]['name']} (absent du catalogue) : ValueError : illisible" in printed
    assert "3 jeux de données publics, 3 à construire, 1 inexprimables" in printed


def test_drop_asks_first(cli: Any, datasets: list[dict[str, Any]]) -> None:
    cli.invoke(ckan_command, ["archipel", "catalogue", "build"])
    cli.invoke(ckan_command, ["archipel", "catalogue", "drop"], input="n\n")
    assert waiting() == 0
    cli.invoke(ckan_command, ["archipel", "catalogue", "drop", "--yes"], catch_exceptions=False)
    assert waiting() == 3
