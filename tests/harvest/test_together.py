"""New datasets are written together: what is wrong with one of them, or with Solr, costs the others nothing."""

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib.search import common

from ckanext.archipel.dataset import archived
from tests.harvest.conftest import Partner, Portal, action, turtle

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
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
