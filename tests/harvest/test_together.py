"""New datasets are written together: what is wrong with one of them, or with Solr, costs the others nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib.search import common
from ckanext.harvest.plugin import Harvest
from sqlalchemy.exc import OperationalError

from ckanext.archipel.dataset import archived
from ckanext.archipel.harvest.runs import queue, slices, store
from ckanext.archipel.harvest.writing import creation, names
from ckanext.archipel.harvest.writing.target import Target
from ckanext.archipel.validation import store as validation_store
from tests.harvest.conftest import Partner, Portal, action, turtle
from tests.harvest.killing import WRITING, slice_in_a_child

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
WITH_TABLE_SCHEMA = (
    b"dct:conformsTo <https://schema.data.gouv.fr/schemas/etalab/schema-irve-statique/2.3.1/schema-statique.json> ;"
    b' dct:format "CSV" ; '
)
NO_SOLR = "http://127.0.0.1:9/solr/ckan"


@pytest.fixture
def portal(make_source: MakeSource, partner: Partner) -> Portal:
    """A portal that is to harvest twenty datasets."""
    partner.pages["/all.ttl"] = turtle(range(20))
    return make_source("/all.ttl")


def count() -> int:
    return int(model.Session.query(model.Package).filter_by(type="dataset", state="active").count())


def test_new_datasets_of_a_page_are_there_and_found(portal: Portal) -> None:
    assert portal.harvest()["stats"]["added"] == 20
    assert set(portal.datasets()) == {f"Jeu {number}" for number in range(20)}


def test_datasets_of_one_title_have_names_of_their_own(portal: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(3), title="Zones humides")
    portal.harvest()
    names = {name for (name,) in model.Session.query(model.Package.name).filter_by(type="dataset")}
    assert names == {"zones-humides", "zones-humides-2", "zones-humides-3"}


def test_a_dataset_that_solr_refuses_is_left_out_alone(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def index_badly(document: dict[str, Any]) -> dict[str, Any]:
        """Do as a plugin whose value Solr refuses."""
        return {**document, "metadata_created": "jamais"} if document["title"] == "Jeu 7" else document

    monkeypatch.setattr(archived, "index_archived", index_badly)
    job = portal.harvest()
    assert (job["stats"]["added"], job["stats"]["errored"]) == (19, 1)
    (error,) = job["object_error_summary"]
    assert "n7" in error["message"]
    assert count() == 19
    assert portal.run()["state"] == "done"


def test_no_record_is_to_blame_while_solr_is_down(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    job = portal.ask()
    with monkeypatch.context() as outage:
        outage.setitem(tk.config, "solr_url", NO_SOLR)
        # CKAN 2.11 keeps the address apart.
        outage.setattr(getattr(common, "SolrSettings", Portal), "_url", NO_SOLR, raising=False)
        portal.work()
        assert (portal.run()["state"], portal.run()["errored"], count()) == ("failed", 0, 0)
    action("harvest_jobs_run", source_id=portal.source_id)
    assert action("harvest_job_show", id=job["id"])["status"] == "Finished"
    assert portal.harvest()["stats"]["added"] == 20


def test_no_record_is_to_blame_while_the_database_fails(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("server closed the connection unexpectedly"))

    with monkeypatch.context() as outage:
        outage.setattr(creation, "give_names", lost)
        portal.harvest()
    assert (portal.run()["state"], portal.run()["errored"], count()) == ("failed", 0, 0)
    assert portal.harvest()["stats"]["added"] == 20


def test_what_a_hook_saved_before_a_refusal_is_not_doubled(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def commit(*_: object) -> None:
        model.Session.commit()

    def create(target: Target, dataset: dict[str, Any], context: dict[str, Any]) -> model.Package:
        if target.identifier == "n7":
            raise tk.ValidationError({"title": ["refusé"]})
        return original(target, dataset, context)

    original = creation._create
    monkeypatch.setattr(Harvest, "after_dataset_create", commit)
    monkeypatch.setattr(creation, "_create", create)
    assert portal.harvest()["stats"]["errored"] == 1
    assert count() == 19


def test_a_worker_taken_for_dead_writes_nothing_more(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = portal.ask()["id"]
    first_job = store.queue_job_of(run_id)

    def overtaken(targets: Sequence[Target]) -> dict[str, Target]:
        monkeypatch.setattr(names, "already_here", original)
        here = original(targets)
        queue.enqueue(run_id)
        slice_in_a_child(run_id)
        return here

    original = names.already_here
    monkeypatch.setattr(names, "already_here", overtaken)
    slices.work(run_id, first_job)
    assert (portal.run()["state"], portal.run()["added"], count()) == ("done", 20, 20)
    portal.harvest()
    assert (portal.run()["unmodified"], count()) == (20, 20)


def test_table_checks_are_asked_for_after_a_kill(portal: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(4)).replace(b"dcat:accessURL", WITH_TABLE_SCHEMA + b"dcat:accessURL")
    run_id = portal.ask()["id"]
    slice_in_a_child(run_id, (f"{WRITING}.quiet", "created", 2, "before"))
    slices.work(run_id, store.queue_job_of(run_id))
    found = model.Session.query(model.Package.id).filter_by(type="dataset")
    assert all(validation_store.fingerprints(dataset_id) for (dataset_id,) in found)


def test_followers_are_told_of_new_datasets_but_not_of_a_first_harvest(portal: Portal, partner: Partner) -> None:
    portal.harvest()
    partner.pages["/all.ttl"] = turtle(range(21))
    portal.harvest()
    told = {
        title: [each["activity_type"] for each in activities(dataset)] for title, dataset in portal.datasets().items()
    }
    assert {title: kinds for title, kinds in told.items() if kinds} == {"Jeu 20": ["new package"]}


def activities(dataset: dict[str, Any]) -> list[dict[str, Any]]:
    return list(action("package_activity_list", id=dataset["id"], include_hidden_activity=True))


@pytest.mark.ckan_config("ckan.views.default_views", "image_view")
@pytest.mark.ckan_config(
    "ckan.plugins",
    "archipel archipel_harvest archipel_lab dcat harvest scheming_datasets scheming_organizations image_view",
)
def test_files_get_the_default_views_that_show_them(portal: Portal, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(range(2)).replace(b"fr/1.csv> ]", b'fr/1.png> ; dct:format "PNG" ]')
    portal.harvest()
    assert {title: views(dataset) for title, dataset in portal.datasets().items()} == {
        "Jeu 0": [],
        "Jeu 1": ["image_view"],
    }


def views(dataset: dict[str, Any]) -> list[str]:
    found = action("resource_view_list", id=dataset["resources"][0]["id"])
    return [view["view_type"] for view in found]
