"""An organisation, its editor and what a project needs."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from ckan.tests import factories, helpers

Json = dict[str, Any]


@pytest.fixture
def editor() -> Json:
    """Return a user with a token, editor of `organisation`."""
    return factories.UserWithToken()


@pytest.fixture
def organisation(editor: Json) -> Json:
    """Return the organisation that carries the projects."""
    return factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}])


@pytest.fixture
def headers(editor: Json) -> dict[str, str]:
    """Return what makes a request the editor's."""
    return {"Authorization": editor["token"]}


@pytest.fixture
def form(organisation: Json) -> dict[str, str]:
    """Return the least that the form of a project asks for."""
    return {
        "title": "Accueil sans file d'attente",
        "name": "accueil-sans-file",
        "notes": "Refaire le parcours des usagers au guichet.",
        "owner_org": organisation["id"],
        "private": "False",
        "stage": "experimentation",
        "mode": "incubation",
        "_ckan_phase": "dataset_new_1",
        "save": "",
    }


@pytest.fixture
def as_sysadmin() -> Json:
    """Return the context of a user who may do everything."""
    return {"user": factories.Sysadmin()["name"], "ignore_auth": True}


@pytest.fixture
def make_project(organisation: Json, as_sysadmin: Json) -> Callable[..., Json]:
    """Return a function that creates a project through the action."""
    numbers = count(1)

    def make(**fields: object) -> Json:
        project = {
            "type": "projet",
            "name": f"projet-{next(numbers)}",
            "title": "Un projet",
            "notes": "Ce qu'il fait.",
            "owner_org": organisation["id"],
            "stage": "idee",
            "mode": "acceleration",
            **fields,
        }
        return helpers.call_action("package_create", dict(as_sysadmin), **project)

    return make


@pytest.fixture
def make_dataset(organisation: Json, as_sysadmin: Json) -> Callable[..., Json]:
    """Return a function that creates a dataset of the organisation."""

    def make(**fields: object) -> Json:
        dataset = {"type": "dataset", "notes": "Des mesures.", "owner_org": organisation["id"], **fields}
        return helpers.call_action("package_create", dict(as_sysadmin), **dataset)

    return make
