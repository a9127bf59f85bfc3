"""Small tables and schemas, written where a test needs them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories, helpers

from ckanext.archipel.validation.check_table import Limits, check_table
from ckanext.archipel.validation.report import Report
from ckanext.archipel.validation.table_schema import parse
from tests.validation.files_server import Files, serve

Check = Callable[..., Report]
Json = dict[str, Any]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function that checks the bytes or text of a file against fields."""

    def do(content: str | bytes, *fields: dict[str, Any], limits: Limits | None = None, **described: Any) -> Report:
        file = tmp_path / "table"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        schema = {"title": "Essai", "version": "1.2.0", "fields": list(fields), **described}
        return check_table(file, parse(json.dumps(schema).encode()), "https://www.exemple.fr/schema.json", limits)

    return do


@pytest.fixture
def files() -> Iterator[Files]:
    """A server that holds what a test puts there."""
    with serve() as held:
        yield held


@pytest.fixture
def schema_url(files: Files) -> str:
    """The address of a table schema of two columns."""
    fields = [
        {"name": "siret", "type": "string", "constraints": {"required": True}},
        {"name": "jour", "type": "date"},
    ]
    checks = [{"name": "french-siret-value", "params": {"column": "siret"}}]
    schema = {"title": "Aides", "version": "1.0.0", "fields": fields, "custom_checks": checks}
    return files.put("/schemas/1.0.0/schema.json", json.dumps(schema))


@pytest.fixture
def editor() -> Json:
    """Return a user with a token, editor of `organization`."""
    return factories.UserWithToken()


@pytest.fixture
def organization(editor: Json) -> Json:
    """Return the organization that publishes."""
    return factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}])


@pytest.fixture
def publish(organization: Json, editor: Json) -> Callable[..., Json]:
    """Return a function that publishes a dataset of the files given, and returns it."""

    def do(*resources: Json) -> Json:
        described = {"title": "Aides", "notes": "Les aides.", "owner_org": organization["id"], "license_id": "lov2"}
        context = {"user": editor["name"], "ignore_auth": False}
        return helpers.call_action("package_create", context, name="aides", resources=list(resources), **described)

    return do
