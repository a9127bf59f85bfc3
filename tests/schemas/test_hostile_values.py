"""Whatever is sent to any field of any schema is stored or refused at its field, never a failure."""

import contextlib
import copy
from typing import Any

import pytest
import yaml
from ckan import model
from ckan.lib.navl.dictization_functions import DataError, validate
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from ckanext.scheming.plugins import (
    SchemingDatasetsPlugin,
    SchemingGroupsPlugin,
    SchemingOrganizationsPlugin,
    _field_validators,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.archipel.paths import data_root

Json = dict[str, Any]
Field = dict[str, Any]

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

SCHEMAS = {
    file: yaml.safe_load((data_root() / "schemas" / f"{file}.yaml").read_text(encoding="utf-8"))
    for file in ("dataset", "project", "organization", "group")
}
KINDS = [
    pytest.param(file, kind, id=f"{file}-{kind}")
    for file, schema in SCHEMAS.items()
    for kind in ("dataset_fields", "resource_fields", "fields")
    if kind in schema
]
HOSTILE: list[Any] = [
    None,
    True,
    -1,
    10**400,
    float("inf"),
    float("nan"),
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\ufeff",
    "é" * 1_000_000,
    "[" * 100_000,
    '{"a":' * 100_000,
    "[1, 2]",
    '["\\u0000"]',
    "[null]",
    "1e999999999",
    "9" * 5_000,
    "http://[",
    "http://exemple.fr:99999999/",
    "javascript:alert(1)",
    "P" + "9" * 1_000 + "Y",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    [],
    {},
    [[[[]]]],
    [None, 1, {}],
    ["a", ["b"]],
    {"a": {"b": {"c": []}}},
    [{"name": {"x": 1}, "email": ["a"], "url": 3, "start": {}, "end": [[]], "bbox": [1, 2], "geom": {"type": 1}}],
    [{"bbox": ["inf", "nan", "1e400", "\x00"], "start": "\ud800", "endpoint_url": [{"a": 1}], "uri": 10**400}],
    [{"unknown": 1}, "text", None],
    "0-name",
]
# What some fields take: their text is sent whole, so that the database, the index and the pages meet it too.
SENT = [
    "\x00",
    "\ud800",
    "\u202e\ufeff",
    "é" * 20_000,
    "[" * 2_000,
    '["\\u0000"]',
    10**400,
    "<script>alert(1)</script>",
    "9" * 5_000,
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.binary()
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)


def expanded(file: str) -> Json:
    """Return a schema with its presets expanded, as CKAN uses it."""
    plugin, kind = {
        "dataset": (SchemingDatasetsPlugin, "dataset"),
        "project": (SchemingDatasetsPlugin, "projet"),
        "organization": (SchemingOrganizationsPlugin, "organization"),
        "group": (SchemingGroupsPlugin, "group"),
    }[file]
    return dict(plugin.instance._expanded_schemas[kind])


def judge(file: str, kind: str, value: Any) -> list[str]:
    """List the fields of a schema that take a value; anything their validators raise but a refusal fails the test."""
    schema, taken = expanded(file), []
    for field in schema[kind]:
        name = field["field_name"]
        context = {"model": model, "session": model.Session, "user": "", "ignore_auth": True}
        rules = {"name": [], "format": [], "url": [], name: _field_validators(field, schema, False)}
        with contextlib.suppress(DataError):
            _, errors = validate({"name": "un-nom", name: copy.deepcopy(value)}, rules, context)
            taken += [] if errors else [name]
    return taken


@pytest.mark.parametrize(("file", "kind"), KINDS)
def test_every_field_stores_or_refuses_hostile_values(file: str, kind: str) -> None:
    for value in HOSTILE:
        judge(file, kind, value)


@pytest.mark.parametrize(("file", "kind"), KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=ANYTHING)
def test_every_field_stores_or_refuses_any_value(file: str, kind: str, value: Any) -> None:
    judge(file, kind, value)


@pytest.mark.parametrize("value", SENT, ids=lambda value: repr(value)[:30])
def test_what_the_fields_take_can_be_stored_searched_shown_and_exported(app: CKANTestApp, value: Any) -> None:
    admin, organization = factories.SysadminWithToken(), factories.Organization()
    headers = {"Authorization": admin["token"]}
    resource = dict.fromkeys(judge("dataset", "resource_fields", value), value)
    dataset = dict.fromkeys(judge("dataset", "dataset_fields", value), value)
    dataset |= {"name": "hostile", "title": "Hostile", "owner_org": organization["id"], "resources": [resource]}
    created = app.post("/api/action/package_create", json=dataset, headers=headers)
    assert created.status_code == 200, created.body[:2000]
    for address in (
        "/dataset/hostile",
        "/dataset/hostile.ttl",
        "/dataset/edit/hostile/1",
        "/api/action/package_search",
    ):
        assert app.get(address, headers=headers).status_code == 200, address
    assert "Hostile" in app.get("/api/action/package_search").body


@pytest.mark.parametrize("action", ["package_create", "organization_create", "group_create"])
def test_the_api_answers_a_hostile_value_in_any_field_by_naming_the_field(app: CKANTestApp, action: str) -> None:
    admin, organization = factories.SysadminWithToken(), factories.Organization()
    schema = SCHEMAS[action.replace("package", "dataset").removesuffix("_create")]
    for field in schema.get("fields") or schema["dataset_fields"]:
        for value in ({"a": [{"b": "\x00"}]}, [[{"a": 1}]], ["\x00", None, 1]):
            sent = {"name": "hostile", "owner_org": organization["id"], field["field_name"]: value}
            answer = app.post(f"/api/action/{action}", json=sent, headers={"Authorization": admin["token"]})
            assert answer.status_code in (400, 409), (field["field_name"], value)
            assert field["field_name"] in answer.body or "tags" in answer.body, (field["field_name"], answer.body)
