"""The catalogue goes through the real harvester of data.gouv.fr, over HTTP, where it is installed."""

import io
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from werkzeug.datastructures import FileStorage

from ckanext.archipel.catalogue import store
from tests.catalogue import nasty
from tests.catalogue.complete import CASES, dataset, found
from tests.catalogue.served import served

PUBLIC = "https://donnees.exemple-aura.fr"
pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
    pytest.mark.ckan_config("ckan.site_url", PUBLIC),
    pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 20),
]
Report = dict[str, Any]
Harvest = Callable[..., Report]


@pytest.fixture
def harvest(app: Any, shared: Path) -> Harvest:
    """Return what data.gouv.fr stores of the portal's catalogue; what happens between two runs can be given."""
    python, probe = Path(os.environ.get("UDATA_PYTHON", "")), shared / "tools" / "udata_probe.py"
    if not python.is_file() or not probe.is_file():
        pytest.skip("le moissonneur de data.gouv.fr n'est pas installé (variable UDATA_PYTHON : un Python avec udata)")

    def run(between: Callable[[], object] | None = None) -> Report:
        firsts: list[str] = []

        def before(environ: dict[str, Any]) -> None:
            if environ["PATH_INFO"] == "/catalog.ttl" and not environ["QUERY_STRING"]:
                firsts.append("run")
                if between and len(firsts) == 2:
                    with app.flask_app.test_request_context():
                        between()

        environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        options = ["--engine", "mongomock", "--json", "--full", "--strict-urls", "--runs", "2"]
        with served(app.flask_app, PUBLIC, before) as address:
            command = [str(python), str(probe), f"{address}/catalog.ttl", *options]
            done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
        assert done.stdout, done.stderr
        assert len(firsts) == 2
        return dict(json.loads(done.stdout))

    return run


def by_identifier(report: Report) -> dict[str, Report]:
    return {stored["harvest"]["remote_id"]: stored for stored in report["datasets"]}


def act(action: str, **data: Any) -> Any:
    return call_action(action, context={"user": factories.Sysadmin()["name"], "ignore_auth": True}, **data)


def upload(content: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(content), name, "upload")


def test_everything_that_data_gouv_fr_keeps_arrives_and_stays_the_same(harvest: Harvest) -> None:
    owner = factories.Organization()["id"]
    identifiers = {}
    for case in CASES:
        made = factories.Dataset(owner_org=owner, **dataset(case))
        identifiers[case.name] = made.get("identifier") or made["id"]
    held = factories.Dataset(owner_org=owner, modified="2024-01-02")["id"]
    file = act("resource_create", package_id=held, name="Avant", upload=upload(b"a\n1\n", "avant.csv"))

    def replace() -> None:
        # The file gets another name and another content, as when an editor puts the year's edition in its place.
        new = {"name": "Après", "url": "apres.csv", "upload": upload(b"a\n1\n2\n", "apres.csv")}
        act("resource_patch", id=file["id"], **new)

    report = harvest(between=replace)
    assert report["job"]["status"] == "done", report["job"]
    assert report["job"]["pages"] > 1
    assert [item for item in report["items"] if item["errors"]] == []
    stored = by_identifier(report)
    arrived = {c.name: {path: found(stored[identifiers[c.name]], path) for path in c.arrives} for c in CASES}
    assert arrived == {case.name: case.arrives for case in CASES}
    [replaced] = stored[held]["resources"]
    assert (replaced["title"], replaced["filesize"]) == ("Après", 6)
    assert replaced["url"].endswith("/download/avant.csv")
    assert report["differences_between_runs"] == []


def test_a_nasty_catalogue_is_taken_whole_and_its_bad_values_are_named(harvest: Harvest) -> None:
    names = nasty.publish(factories.Organization()["id"])
    report = harvest()
    assert report["job"]["status"] == "done", report["job"]
    assert [item for item in report["items"] if item["errors"]] == []
    assert {names[key] for key in by_identifier(report)} == set(names.values())
    assert report["differences_between_runs"] == []
    named = {name for key, name in names.items() if store.remarks(key) != (None, ())}
    assert named == {bad.name for bad in nasty.NASTY if bad.named}
