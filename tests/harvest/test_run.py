"""Whole runs on the real stack: pages, job queue, database, index."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.harvest.model import HarvestObject

from ckanext.archipel.harvest.ledger import journal
from tests.harvest.conftest import Partner, Portal, action, turtle

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
NAMES = ("added", "updated", "not modified", "deleted", "errored")


def figures(job: dict[str, Any]) -> dict[str, int]:
    assert job["status"] == "Finished"
    assert not model.Session.query(HarvestObject).filter(HarvestObject.state.notin_(("COMPLETE", "ERROR"))).count()
    return {name: job["stats"][name] for name in NAMES if job["stats"][name]}


def messages(job: dict[str, Any]) -> str:
    summaries = [*job["gather_error_summary"], *job["object_error_summary"]]
    return "\n".join(entry["message"] for entry in summaries)


def test_a_catalogue_arrives_whole_and_its_bad_record_is_named(portal: Portal) -> None:
    job = portal.harvest()
    assert figures(job) == {"added": 4, "errored": 1}
    assert "Notice « muet » (https://donnees.exemple.fr/id/muet) : La notice n'a pas de titre" in messages(job)
    datasets = portal.datasets()
    zones = datasets["Zones d'activité / état des lieux"]
    assert {tag["name"] for tag in zones["tags"]} == {
        "Foncier Sol/Occupation du sol",
        "document d'urbanisme",
        "économie",
        "emploi",
        "dit ”ZA”",
    }
    assert zones["license_id"] == "lov2"
    assert zones["territory"] == ["fr:departement:63"]
    assert zones["identifier"] == "zones-2026"
    assert zones["publisher"][0]["name"] == "Département imaginaire"
    assert zones["contact"][0]["email"] == "donnees@exemple.fr"
    assert zones["temporal_coverage"] == [{"start": "2024-01-01", "end": "2024-12-31"}]
    assert zones["frequency"].endswith("/ANNUAL")
    assert zones["issued"] == "2025-01-15"
    assert not zones.get("modified")
    losses = {each["message"]: each["count"] for each in action("archipel_harvest_run_show", id=job["id"])["losses"]}
    assert losses["« modified » : valeur « un jour de printemps » non reconnue, laissée de côté."] == 1
    assert "script" not in zones["notes"]
    assert "[la notice](https://exemple.fr/doc)" in zones["notes"]
    assert [(file["name"], file["url"], file["format"]) for file in zones["resources"]] == [
        ("Zones en CSV", "https://donnees.exemple.fr/zones.csv", "CSV")
    ]
    extras = {extra["key"]: extra["value"] for extra in zones["extras"]}
    assert extras["guid"] == "zones-2026"
    assert extras["harvest_source_id"] == portal.source_id


def test_the_same_catalogue_again_writes_nothing(portal: Portal) -> None:
    portal.harvest()
    before = portal.datasets()
    assert figures(portal.harvest()) == {"not modified": 4, "errored": 1}
    assert portal.datasets() == before


def test_a_change_updates_the_dataset_and_keeps_its_identifiers(portal: Portal, partner: Partner) -> None:
    portal.harvest()
    before = portal.datasets()["Haies et bocages"]
    partner.pages["/page1.ttl"] = partner.pages["/page1.ttl"].replace(b"Haies et bocages", b"Haies et bosquets")
    assert figures(portal.harvest()) == {"updated": 1, "not modified": 3, "errored": 1}
    after = portal.datasets()["Haies et bosquets"]
    assert (after["id"], after["name"]) == (before["id"], before["name"])
    assert [file["id"] for file in after["resources"]] == [file["id"] for file in before["resources"]]
    assert figures(portal.harvest()) == {"not modified": 4, "errored": 1}


def test_an_unreachable_next_page_imports_what_arrived_and_removes_nothing(portal: Portal, partner: Partner) -> None:
    portal.harvest()
    del partner.pages["/page2.ttl"]
    job = portal.harvest()
    assert figures(job) == {"not modified": 2, "errored": 2}
    assert "Moissonnage incomplet : 3 notices lues en 1 page(s)" in messages(job)
    assert "HTTP 500" in messages(job)
    assert portal.count() == 4


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"# rien\n", "Le catalogue est vide"), (b"@prefix", "n'a pas pu être lu"), (b"<!DOCTYPE html><p>x", "HTML")],
)
def test_an_empty_or_broken_catalogue_changes_nothing(
    portal: Portal, partner: Partner, content: bytes, word: str
) -> None:
    portal.harvest()
    partner.pages["/page1.ttl"] = content
    job = portal.harvest()
    assert figures(job) == {"errored": 1}
    assert word in messages(job)
    assert portal.count() == 4


def test_few_disappearances_are_removed_and_come_back(make_source: MakeSource, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(10))
    portal = make_source("/all.ttl")
    assert figures(portal.harvest()) == {"added": 10}
    before = portal.datasets()
    partner.pages["/all.ttl"] = turtle(range(8))
    assert figures(portal.harvest()) == {"not modified": 8, "deleted": 2}
    assert set(portal.datasets()) == {f"Jeu {n}" for n in range(8)}
    assert figures(portal.harvest()) == {"not modified": 8}
    partner.pages["/all.ttl"] = turtle(range(10))
    assert figures(portal.harvest()) == {"not modified": 8, "updated": 2}
    assert {title: d["id"] for title, d in portal.datasets().items()} == {t: d["id"] for t, d in before.items()}


def test_many_disappearances_remove_nothing_and_wait_for_a_person(make_source: MakeSource, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(10))
    portal = make_source("/all.ttl")
    portal.harvest()
    partner.pages["/all.ttl"] = turtle(range(7))
    job = portal.harvest()
    assert figures(job) == {"not modified": 7, "errored": 1}
    assert "3 jeux de données sur 10 ont disparu" in messages(job)
    assert portal.run()["state"] == "awaiting_approval"
    assert len(portal.datasets()) == 10


def test_a_dataset_deleted_by_hand_stays_deleted(portal: Portal) -> None:
    portal.harvest()
    action("package_delete", id=portal.datasets()["Haies et bocages"]["id"])
    assert figures(portal.harvest()) == {"not modified": 4, "errored": 1}
    assert "Haies et bocages" not in portal.datasets()


def test_a_cleared_history_does_not_double_the_datasets(portal: Portal) -> None:
    portal.harvest()
    action("harvest_source_job_history_clear", id=portal.source_id)
    assert figures(portal.harvest()) == {"not modified": 4, "errored": 1}
    assert action("package_search")["count"] == 4


def test_a_value_the_portal_refuses_is_left_out_and_the_dataset_saved(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckanext.archipel.harvest import finish, mapping

    original = mapping.map_dataset

    def with_bad_value(values: dict[str, Any]) -> Any:
        mapped = original(values)
        mapped.dataset["url"] = "pas une adresse"
        return mapped

    monkeypatch.setattr(finish, "map_dataset", with_bad_value)
    assert figures(portal.harvest()) == {"added": 4, "errored": 1}
    haies = portal.datasets()["Haies et bocages"]
    assert not haies.get("url")
    (written,) = action("archipel_harvest_run_changes", id=portal.last_job["id"], dataset_id=haies["id"])
    assert "« url » : refusé par le portail" in written["warnings"][0]


def test_other_types_of_source_go_to_the_queue_of_ckanext_harvest(make_source: MakeSource) -> None:
    portal = make_source(source_type="archipel")
    source = model.Session.get(model.Package, portal.source_id)
    assert source is not None
    from ckanext.harvest.model import HarvestSource

    HarvestSource.get(portal.source_id).type = "ckan"
    model.Session.commit()
    from ckanext.harvest.queue import get_connection_redis, get_gather_routing_key

    job = action("harvest_job_create", source_id=portal.source_id, run=True)
    queued = get_connection_redis().lrange(get_gather_routing_key(), 0, -1)
    assert any(job["id"] in item for item in queued)
    assert action("job_list", queues=["archipel-harvest"]) == []


def test_due_sources_are_queued_by_the_command(portal: Portal, cli: Any) -> None:
    from ckan.cli.cli import ckan
    from ckanext.harvest.model import HarvestSource

    source = HarvestSource.get(portal.source_id)
    source.frequency = "DAILY"
    source.next_run = journal.now()
    model.Session.commit()
    result = cli.invoke(ckan, ["archipel", "harvest", "run-due"])
    assert result.exit_code == 0, result.output
    assert "1 moissonnage(s) mis en file" in result.output
    portal.work()
    assert portal.count() == 4


def test_the_job_page_shows_the_run(portal: Portal, partner: Partner, app: Any) -> None:
    from ckan.tests import factories

    del partner.pages["/page2.ttl"]
    job = portal.harvest()
    token = factories.SysadminWithToken()["token"]
    page = app.get(f"/harvest/{portal.source_id}/job/{job['id']}", headers={"Authorization": token})
    assert "Moissonnage incomplet" in page.body
    assert "La notice n&#39;a pas de titre" in page.body


def test_a_source_on_the_private_network_is_refused(make_source: MakeSource) -> None:
    portal = make_source(url="http://169.254.169.254/latest/meta-data/")
    job = portal.harvest()
    assert figures(job) == {"errored": 1}
    assert "Adresse refusée" in messages(job)


def test_only_administrators_of_the_organisation_manage_its_sources(portal: Portal) -> None:
    from ckan.tests import factories

    organisation = action("package_show", id=portal.source_id)["owner_org"]
    editor, admin = factories.User(), factories.User()
    for user, role in ((editor, "editor"), (admin, "admin")):
        action("organization_member_create", id=organisation, username=user["name"], role=role)

    def allowed(name: str, user: dict[str, Any], data: dict[str, Any]) -> bool:
        try:
            return bool(tk.check_access(name, {"user": user["name"], "model": model, "session": model.Session}, data))
        except tk.NotAuthorized:
            return False

    run = {"source_id": portal.source_id}
    create = {"type": "harvest", "owner_org": organisation}
    assert allowed("harvest_job_create", admin, dict(run))
    assert not allowed("harvest_job_create", editor, dict(run))
    assert allowed("package_create", admin, dict(create))
    assert not allowed("package_create", editor, dict(create))
    assert allowed("package_create", editor, {"type": "dataset", "owner_org": organisation})


def test_the_75_real_datasets_arrive_with_their_keywords(
    make_source: MakeSource, partner: Partner, shared: Path
) -> None:
    content = (shared / "fixtures" / "dcat_rdf" / "ecospheres-ckan-dcat-exposition.jsonld").read_bytes()
    partner.pages["/catalogue.jsonld"] = content
    portal = make_source("/catalogue.jsonld")
    job = portal.harvest()
    assert figures(job) == {"added": 75, "errored": 1}
    assert "Moissonnage incomplet : 75 notices lues" in messages(job)
    assert "autre serveur" in messages(job)
    written = {
        str(part).strip()
        for node in json.loads(content)["@graph"]
        for keyword in _values(node.get("dcat:keyword"))
        for part in keyword.split(",")
    }
    kept = {tag["name"] for dataset in portal.datasets().values() for tag in dataset["tags"]}
    assert kept == written
    assert any("/" in keyword for keyword in kept)
    assert any("'" in keyword for keyword in kept)
    assert figures(portal.harvest()) == {"not modified": 75, "errored": 1}


def _values(keywords: Any) -> list[str]:
    nodes = keywords if isinstance(keywords, list) else [keywords] if keywords else []
    return [node["@value"] if isinstance(node, dict) else node for node in nodes]
