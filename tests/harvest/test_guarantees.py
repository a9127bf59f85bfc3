"""What an administrator can count on, on the real stack: removals, archive, identity, locks, history."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckanext.harvest.model import HarvestObject, HarvestSource

from ckanext.archipel.dataset import archived
from ckanext.archipel.fetch.errors import HostBusyError
from ckanext.archipel.harvest.runs import reading, store, upkeep
from ckanext.archipel.harvest.sources import matching
from ckanext.archipel.harvest.sources.definition import definitions
from tests.harvest.conftest import Partner, Portal, action, turtle

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]


@pytest.fixture
def ten(make_source: MakeSource, partner: Partner) -> Portal:
    """A portal that harvested ten datasets."""
    partner.pages["/all.ttl"] = turtle(range(10))
    portal = make_source("/all.ttl")
    portal.harvest()
    return portal


def configure(portal: Portal, **settings: Any) -> None:
    HarvestSource.get(portal.source_id).config = json.dumps(settings)
    model.Session.commit()


def titles() -> set[str]:
    return {dataset["title"] for dataset in action("package_search", rows=100)["results"]}


def by_title(title: str) -> dict[str, Any]:
    package = model.Session.query(model.Package).filter_by(title=title).one()
    return dict(action("package_show", id=package.id))


def test_an_archived_dataset_keeps_its_page_and_comes_back_as_it_was(ten: Portal, partner: Partner, app: Any) -> None:
    before = by_title("Jeu 9")
    user = factories.User()
    tk.get_action("follow_dataset")({"user": user["name"]}, {"id": before["id"]})
    partner.pages["/all.ttl"] = turtle(range(9))
    ten.harvest()
    assert ten.run()["deleted"] == 1
    assert "Jeu 9" not in titles()
    page = app.get(f"/dataset/{before['name']}")
    assert page.status_code == 200
    assert "archived" in action("archipel_harvest_origin_show", id=before["id"])
    assert "Jeu 9" not in app.get("/catalog.ttl").body
    assert [item["health"] for item in action("archipel_harvest_source_health")] == ["well"]
    assert action("archipel_harvest_source_health")[0]["archived"] == 1

    partner.pages["/all.ttl"] = turtle(range(10))
    ten.harvest()
    assert "Jeu 9" in titles()
    assert "Jeu 9" in app.get("/catalog.ttl").body
    after = by_title("Jeu 9")
    volatile = ("metadata_modified", "extras")
    assert {k: v for k, v in after.items() if k not in volatile} == {
        k: v for k, v in before.items() if k not in volatile
    }
    assert action("dataset_follower_count", id=before["id"]) == 1


def test_an_archived_dataset_is_deleted_after_its_grace_period_and_still_comes_back(
    ten: Portal, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset_id = by_title("Jeu 9")["id"]
    partner.pages["/all.ttl"] = turtle(range(9))
    ten.harvest()
    assert upkeep.delete_long_archived() == 0
    later = store.now() + timedelta(days=366)
    monkeypatch.setattr(store, "now", lambda: later)
    assert upkeep.delete_long_archived() == 1
    assert model.Session.get(model.Package, dataset_id).state == "deleted"
    monkeypatch.undo()
    partner.pages["/all.ttl"] = turtle(range(10))
    ten.harvest()
    assert by_title("Jeu 9")["id"] == dataset_id
    assert "Jeu 9" in titles()


def test_a_person_approves_or_refuses_a_large_removal(ten: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(4))
    job = ten.harvest()
    assert (ten.run()["state"], ten.run()["gone"]) == ("awaiting_approval", 6)
    assert len(titles()) == 10
    refused = action("archipel_harvest_removal_refuse", id=job["id"])
    assert refused["state"] == "done"
    assert len(titles()) == 10

    # Nobody is asked twice for the same datasets, others leave as they would.
    for left, kept in ((4, 6), (3, 6)):
        partner.pages["/all.ttl"] = turtle(range(left))
        ten.harvest()
        assert (ten.run()["state"], ten.run()["gone"]) == ("done", 0)
        assert f"{kept} jeu(x) de données absents du catalogue restent" in ten.run()["message"]
        assert action("archipel_harvest_source_health", source_id=ten.source_id)[0]["health"] == "well"
    assert titles() == {f"Jeu {number}" for number in (0, 1, 2, *range(4, 10))}

    # Once the catalogue showed them again, the refusal is over.
    partner.pages["/all.ttl"] = turtle(range(10))
    ten.harvest()
    assert (ten.run()["message"], len(titles())) == ("", 10)
    partner.pages["/all.ttl"] = turtle(range(4))
    job = ten.harvest()
    assert action("archipel_harvest_source_health", source_id=ten.source_id)[0]["health"] == "waiting"
    action("archipel_harvest_removal_approve", id=job["id"])
    ten.work()
    assert (ten.run()["state"], ten.run()["deleted"]) == ("done", 6)
    assert len(titles()) == 4
    with pytest.raises(tk.ValidationError):
        action("archipel_harvest_removal_approve", id=job["id"])


def test_the_threshold_is_the_source_s_own(make_source: MakeSource, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(10))
    portal = make_source("/all.ttl", config=json.dumps({"max_removed_percent": 60}))
    portal.harvest()
    partner.pages["/all.ttl"] = turtle(range(4))
    portal.harvest()
    assert (portal.run()["state"], portal.run()["deleted"]) == ("done", 6)


def test_only_those_who_manage_the_source_decide(ten: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(4))
    job = ten.harvest()
    stranger = factories.User()
    for name in ("archipel_harvest_run_show", "archipel_harvest_removal_approve", "archipel_harvest_run_stop"):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action(name)({"user": stranger["name"]}, {"id": job["id"]})
    assert tk.get_action("archipel_harvest_run_list")({"user": stranger["name"]}, {}) == []


def test_an_unchanged_page_is_not_even_parsed(ten: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("ckanext.archipel.harvest.kinds.dcat.records_of", parsed)
    ten.harvest()
    assert (ten.run()["state"], ten.run()["unmodified"], ten.run()["seen"]) == ("done", 10, 10)


def test_a_server_that_says_a_page_did_not_change_is_believed_while_all_it_held_is_here(
    make_source: MakeSource, partner: Partner
) -> None:
    partner.pages["/one.ttl"] = turtle(range(6), f"{partner.url}/two.ttl")
    partner.pages["/two.ttl"] = turtle(range(6, 12))
    partner.validators |= {"/one.ttl", "/two.ttl"}
    portal = make_source("/one.ttl")

    def answers() -> list[int]:
        partner.answered.clear()
        portal.harvest()
        assert portal.run()["state"] == "done"
        return [*partner.answered]

    assert answers() == [200, 200]
    assert answers() == [304, 304]
    assert (portal.run()["unmodified"], portal.run()["seen"], portal.run()["pages"]) == (12, 12, 2)
    partner.pages["/two.ttl"] = turtle(range(6, 12), title="Titre {}")
    assert answers() == [304, 200]
    assert (portal.run()["unmodified"], portal.run()["updated"]) == (6, 6)
    # Set up otherwise, the same page makes other datasets.
    configure(portal, default_licence="lov2")
    assert answers() == [200, 200]
    assert portal.run()["updated"] == 12
    assert answers() == [304, 304]
    # What is not here is asked for, whatever the server thinks that we have.
    action("harvest_source_clear", id=portal.source_id)
    assert answers() == [200, 200]
    assert portal.run()["added"] == 12


def test_a_page_is_read_again_when_the_source_is_set_up_otherwise(ten: Portal) -> None:
    configure(ten, contact_email="contact@exemple.fr")
    ten.harvest()
    assert ten.run()["updated"] == 10
    assert by_title("Jeu 1")["contact"][0]["email"] == "contact@exemple.fr"


def test_the_same_record_in_two_catalogues_is_one_dataset(make_source: MakeSource, partner: Partner) -> None:
    partner.pages["/owner.ttl"] = turtle([1, 2])
    partner.pages["/copy.ttl"] = turtle([2, 3], title="Copie {}")
    owner, copy = make_source("/owner.ttl"), make_source("/copy.ttl")
    owner.harvest()
    copy.harvest()
    assert titles() == {"Jeu 1", "Jeu 2", "Copie 3"}
    assert copy.run()["elsewhere"] == 1
    dataset = by_title("Jeu 2")
    assert dataset["owner_org"] == action("package_show", id=owner.source_id)["owner_org"]
    assert [each["owner"] for each in action("archipel_harvest_origin_show", id=dataset["id"])["sources"]] == [
        True,
        False,
    ]

    # The owner loses it: the copy takes it over, at its own next run.
    partner.pages["/owner.ttl"] = turtle([1])
    configure(owner, max_removed_percent=100)
    owner.harvest()
    assert titles() == {"Jeu 1", "Jeu 2", "Copie 3"}
    copy.harvest()
    assert titles() == {"Jeu 1", "Copie 2", "Copie 3"}
    taken = by_title("Copie 2")
    assert taken["id"] == dataset["id"]
    assert taken["owner_org"] == action("package_show", id=copy.source_id)["owner_org"]
    # It does not go back and forth.
    partner.pages["/owner.ttl"] = turtle([1, 2])
    owner.harvest()
    copy.harvest()
    assert titles() == {"Jeu 1", "Copie 2", "Copie 3"}


def test_the_administrator_s_preferred_source_owns(
    make_source: MakeSource, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner.pages["/first.ttl"] = turtle([1], title="Premier {}")
    partner.pages["/best.ttl"] = turtle([1], title="Meilleur {}")
    first, best = make_source("/first.ttl"), make_source("/best.ttl")
    first.harvest()
    monkeypatch.setitem(tk.config, "ckanext.archipel.harvest.preferred_sources", best.source_id)
    best.harvest()
    assert titles() == {"Meilleur 1"}
    first.harvest()
    assert titles() == {"Meilleur 1"}


@pytest.mark.parametrize(("option", "owned"), [("", "Géo-IDE 1"), ("datara-ici", "DatARA 1"), ("autre", "Géo-IDE 1")])
def test_geo_ide_owns_what_datara_copies_unless_the_administrator_prefers_otherwise(
    make_source: MakeSource, partner: Partner, monkeypatch: pytest.MonkeyPatch, option: str, owned: str
) -> None:
    known = {each.key: each for each in definitions()}
    portals = {}
    for key, title in (("datara", "DatARA {}"), ("geoide-ddt01", "Géo-IDE {}")):
        partner.pages[f"/{key}.ttl"] = turtle([1], title=title)
        portals[key] = make_source(f"/{key}.ttl", config='{"kind": "dcat"}')
        model.Package.get(portals[key].source_id).name = f"{key}-ici"
    here = [replace(known[key], endpoint=f"{partner.url}/{key}.ttl") for key in portals]
    monkeypatch.setattr(matching, "definitions", lambda: tuple(here))
    monkeypatch.setitem(tk.config, "ckanext.archipel.harvest.preferred_sources", option)
    model.Session.commit()
    for key in ("datara", "geoide-ddt01", "datara", "geoide-ddt01"):
        portals[key].harvest()
    assert titles() == {owned}


def test_weak_identifiers_of_two_catalogues_are_never_merged(make_source: MakeSource, partner: Partner) -> None:
    page = b"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> ."
    for name in ("un", "deux"):
        partner.pages[f"/{name}.ttl"] = (
            page + f'[] a dcat:Dataset ; dct:identifier "12" ; dct:title "{name}" .'.encode()
        )
    for name in ("un", "deux"):
        make_source(f"/{name}.ttl").harvest()
    assert titles() == {"un", "deux"}


def test_our_own_datasets_never_come_back_to_us(make_source: MakeSource, partner: Partner) -> None:
    own = tk.config["ckan.site_url"]
    partner.pages["/loop.ttl"] = turtle([1]).replace(
        b"https://donnees.exemple.fr/1>", f"{own}/dataset/abc>".encode(), 1
    )
    portal = make_source("/loop.ttl")
    portal.harvest()
    assert (portal.run()["elsewhere"], titles()) == (1, set())


def test_a_locked_field_is_kept_and_the_difference_noted(ten: Portal, partner: Partner) -> None:
    dataset = by_title("Jeu 1")
    action("package_patch", id=dataset["id"], title="Corrigé ici")
    action("archipel_harvest_lock", id=dataset["id"], field="title")
    partner.pages["/all.ttl"] = turtle(range(10), title="Nouveau {}")
    ten.harvest()
    assert action("package_show", id=dataset["id"])["title"] == "Corrigé ici"
    (lock,) = action("archipel_harvest_lock_list", id=dataset["id"])
    assert (lock["field"], lock["source_value"]) == ("title", "Nouveau 1")
    action("archipel_harvest_lock", id=dataset["id"], field="title", locked=False)
    ten.harvest()
    assert action("package_show", id=dataset["id"])["title"] == "Nouveau 1"


def test_changes_of_a_run_are_told_field_by_field(ten: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(10)).replace(b'"Jeu 3"', b'"Jeu trois"')
    job = ten.harvest()
    (change,) = action("archipel_harvest_run_changes", id=job["id"])
    assert change["fields"] == [{"field": "title", "before": "Jeu 3", "after": "Jeu trois"}]


def test_history_does_not_grow_for_ever(ten: Portal, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (b"Jeu 3 bis", b"Jeu 3 ter"):
        partner.pages["/all.ttl"] = turtle(range(10)).replace(b"Jeu 3", text)
        ten.harvest()
    objects = model.Session.query(HarvestObject).count()
    assert upkeep.prune() == 0
    later = store.now() + timedelta(days=91)
    monkeypatch.setattr(store, "now", lambda: later)
    assert upkeep.prune() == 2
    assert model.Session.query(HarvestObject).count() == objects - 2
    assert len(action("archipel_harvest_run_list", source_id=ten.source_id)) == 1
    monkeypatch.undo()
    ten.harvest()
    assert ten.run()["unmodified"] == 10


def test_what_a_person_refused_to_remove_stays_when_history_is_pruned(
    ten: Portal, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner.pages["/all.ttl"] = turtle(range(7))
    ten.harvest()
    action("archipel_harvest_removal_refuse", id=ten.run()["id"])
    partner.pages["/all.ttl"] = turtle([*range(7), *range(100, 120)])
    ten.harvest()
    later = store.now() + timedelta(days=91)
    monkeypatch.setattr(store, "now", lambda: later)
    upkeep.prune()
    monkeypatch.undo()
    ten.harvest()
    assert (ten.run()["deleted"], len(titles())) == (0, 30)


def test_an_archived_dataset_that_cannot_be_deleted_stops_no_other(
    ten: Portal, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner.pages["/all.ttl"] = turtle(range(2, 12))
    ten.harvest()
    kept = by_title("Jeu 0")["id"]
    original = tk.get_action

    def get_action(name: str) -> Any:
        return resist if name == "package_delete" else original(name)

    def resist(context: dict[str, Any], sent: dict[str, Any]) -> Any:
        if sent["id"] == kept:
            raise tk.ValidationError({"id": ["refusé"]})
        return original("package_delete")(context, sent)

    later = store.now() + timedelta(days=400)
    monkeypatch.setattr(store, "now", lambda: later)
    monkeypatch.setattr(upkeep.tk, "get_action", get_action)
    assert upkeep.delete_long_archived() == 1
    monkeypatch.undo()
    assert archived.archived_since(kept) is not None


def test_waiting_for_a_busy_host_is_no_failure(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [5]

    def busy(*arguments: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise HostBusyError("donnees.exemple.fr", 120)
        return original(*arguments)

    original = reading.ask
    monkeypatch.setattr(reading, "ask", busy)
    portal.harvest()
    assert (portal.run()["state"], portal.run()["added"]) == ("done", 4)


def test_a_cleared_source_starts_afresh(ten: Portal) -> None:
    action("harvest_source_clear", id=ten.source_id)
    assert titles() == set()
    ten.harvest()
    assert ten.run()["added"] == 10


def test_slices_take_turns_and_go_on_where_they_were(
    make_source: MakeSource, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckanext.archipel.harvest.runs import page, slices, work

    monkeypatch.setattr(work, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(page, "STEP", 3)
    worked: list[str] = []
    original = slices.work

    def counted(run_id: str, queue_job: str) -> None:
        worked.append(run_id)
        original(run_id, queue_job)

    monkeypatch.setattr(slices, "work", counted)
    partner.pages["/a.ttl"], partner.pages["/b.ttl"] = turtle(range(7)), turtle(range(10, 17))
    sources = [make_source("/a.ttl"), make_source("/b.ttl")]
    jobs = [portal.ask()["id"] for portal in sources]
    sources[0].work()
    assert worked[:4] == jobs * 2
    assert [portal.run()["added"] for portal in sources] == [7, 7]
    assert [portal.run()["state"] for portal in sources] == ["done", "done"]


def test_caps_end_a_run_incomplete(ten: Portal, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.archipel.harvest.max_records", 5)
    partner.pages["/all.ttl"] = turtle(range(11))
    ten.harvest()
    assert ten.run()["state"] in ("incomplete", "failed")
    assert "plus de 5 notices" in ten.run()["message"]
    assert len(titles()) == 10


def test_a_run_out_of_time_says_so(make_source: MakeSource, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.archipel.harvest.max_minutes", 0)
    partner.pages["/all.ttl"] = turtle(range(30))
    portal = make_source("/all.ttl")
    portal.harvest()
    assert portal.run()["state"] in ("incomplete", "failed")
    assert "durée maximale" in portal.run()["message"]


def test_a_stopped_run_stops(ten: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(12))
    job = ten.ask()
    assert action("archipel_harvest_run_stop", id=job["id"])["state"] == "stopped"
    ten.work()
    assert len(titles()) == 10
    assert ten.run()["state"] == "stopped"
