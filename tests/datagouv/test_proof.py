"""What is said that data.gouv.fr keeps is what its own harvester stores, field by field, on 300 datasets."""

import json
import subprocess
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories

from ckanext.archipel.catalogue.formats import TURTLE
from ckanext.archipel.catalogue.fragments import Fragments
from ckanext.archipel.datagouv.kept import kept_of_exported
from ckanext.archipel.datagouv.score import score
from ckanext.archipel.rdf.prepare import prepared
from ckanext.archipel.rdf.profile import own_hosts
from tests.datagouv.generated import SCHEMAS, SITE, datasets

NUMBER = 300
# udata names the table schemas of its list, and keeps the address of the others.
NAMED = {
    f"{SCHEMAS}/2.1.0/schema.json": "scdl/subventions 2.1.0",
    f"{SCHEMAS}/latest/schema.json": "scdl/subventions",
}
CRITERIA = {
    "licence": "license",
    "période": "temporal_coverage",
    "territoire": "spatial",
    "fréquence": "update_frequency",
    "à jour": "update_fulfilled_in_time",
    "description": "dataset_description_quality",
    "format ouvert": "has_open_format",
    "fichiers disponibles": "all_resources_available",
    "fichiers documentés": "resources_documentation",
}
NOT_STORED = ("licence", "rights")
# An organization that can be reached is the contact of its datasets that name none.
ORGANIZATIONS: tuple[dict[str, str], ...] = (
    {},
    {"email": "contact@ain.gouv.fr"},
    {"url": "https://www.ain.gouv.fr/contact"},
    {"email": "contact@ain.gouv.fr", "url": "https://www.ain.gouv.fr/contact"},
)


@pytest.fixture
def harvest(udata: list[str], tmp_path: Path) -> Any:
    """Return what harvests a Turtle catalogue with the software of data.gouv.fr."""

    def run(catalogue: bytes) -> dict[str, Any]:
        file = tmp_path / "catalogue.ttl"
        file.write_bytes(catalogue)
        done = subprocess.run([*udata, "harvest", str(file)], capture_output=True, text=True, check=False, timeout=500)
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run


def foreseen(exported: dict[str, Any]) -> dict[str, Any]:
    """Return what we say that is kept, in the words of the process that tells what is stored."""
    said = asdict(kept_of_exported(exported))
    files = [{key: value for key, value in file.items() if key not in NOT_STORED} for file in said.pop("files")]
    address = said["address"] or f"{SITE}/dataset/{exported['id']}"
    service = [said["service"][0], SITE + said["service"][1]] if said["service"] else None
    people = sorted((list(person) for person in said["people"]), key=str)
    period = list(said["period"]) if said["period"] else None
    resources = sorted(files, key=lambda file: (str(file["url"]), str(file["title"])))
    changed = {"address": address, "people": people, "period": period, "resources": resources, "service": service}
    return said | changed


def differences(said: dict[str, Any], stored: dict[str, Any], where: str = "") -> list[str]:
    """List the fields that are not what was said."""
    found: list[str] = []
    for key, value in said.items():
        if key == "resources":
            if len(value) != len(stored[key]):
                found.append(f"{where}: {len(value)} files said, {len(stored[key])} stored")
            for mine, theirs in zip(value, stored[key], strict=False):
                found += differences(mine, theirs, f"{where} {mine['url']}")
        elif key == "schemas":
            allowed = [NAMED.get(uri, uri) for uri in value] or [None]
            found += [] if stored["schema"] in allowed else [f"{where} schema: {allowed} said, {stored['schema']}"]
        elif key == "description" and value is None:
            found += [] if stored[key] else [f"{where} {key}: rewritten said, nothing stored"]
        elif _plain(value) != _plain(stored[key]):
            found.append(f"{where} {key}: {value!r} said, {stored[key]!r} stored")
    return found


def _plain(value: Any) -> Any:
    """Leave out fractions of a second, which the database cuts."""
    if isinstance(value, tuple):
        return list(value)
    return value[:19] if isinstance(value, str) and value[10:11] == "T" and value[:4].isdigit() else value


@pytest.mark.ckan_config("ckan.site_url", SITE)
@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_what_we_say_is_kept_is_what_data_gouv_fr_stores(harvest: Any) -> None:
    organizations = [factories.Organization(title="Préfecture", **fields) for fields in ORGANIZATIONS]
    generated = datasets(NUMBER, organizations)
    fragments = Fragments(["archipel"])
    catalogue = TURTLE.write(triple for each in generated for triple in fragments.of_dataset(each).triples)
    told = harvest(catalogue)
    assert told["status"] == "done", [item for item in told["items"].items() if item[1][0] != "done"][:20]
    assert len(told["datasets"]) == NUMBER
    assert {item[0] for item in told["items"].values()} == {"done"}
    today, wrong = datetime.now(timezone.utc).date(), []
    for each in generated:
        exported, stored = prepared(each, own_hosts()), told["datasets"][each["id"]]
        wrong += differences(foreseen(exported), stored, each["name"])
        criteria = score(exported, today).criteria
        theirs = {name: stored["quality"].get(CRITERIA[name], False) for name in criteria}
        wrong += [f"{each['name']} {name}: {met} said" for name, met in criteria.items() if met != theirs[name]]
        assert sum(theirs.values()) == stored["score"]
    assert wrong == [], f"{len(wrong)} differences:\n" + "\n".join(wrong[:60])
