"""What a catalogue shows beside datasets is counted, by reason, in a trial and on the page of a run."""

import json
from collections.abc import Callable

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.archipel.harvest.kinds.arcgis import MAPS
from ckanext.archipel.harvest.runs.source import load
from ckanext.archipel.harvest.trial import reading
from tests.harvest.conftest import Partner, Portal, action

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]


@pytest.fixture
def hub(make_source: MakeSource, partner: Partner) -> Portal:
    """A feed of two datasets, and two maps that lead to no data."""
    data = [{"identifier": f"n{n}", "title": f"Jeu {n}", "landingPage": "https://a.fr/datasets/x"} for n in range(2)]
    page = {"format": "Web Page", "accessURL": "https://a.fr/carte"}
    maps = [{"identifier": f"m{n}", "title": "Carte", "distribution": [page]} for n in range(2)]
    partner.pages["/data.json"] = json.dumps({"dataset": data + maps}).encode()
    return make_source("/data.json", config=json.dumps({"kind": "arcgis"}))


def test_a_trial_tells_what_would_be_left_aside(hub: Portal) -> None:
    source = load(hub.source_id)
    assert source is not None
    outcome = reading.attempt(source, lambda _: None)
    assert (outcome.read, outcome.new, dict(outcome.left_out)) == (2, 2, {MAPS: 2})


def test_a_run_tells_what_it_left_aside_though_the_page_did_not_change(hub: Portal, app: CKANTestApp) -> None:
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    for outcome in ("added", "unmodified"):
        hub.harvest()
        run = action("archipel_harvest_run_show", id=hub.run()["id"])
        assert (run["state"], run[outcome], run["left_out"]) == ("done", 2, {MAPS: 2})
        page = app.get(f"/moissonnage/passages/{run['id']}", headers=headers).body
        assert "Ce qui a été laissé de côté" in page or "What was left aside" in page
        assert f"{MAPS} (2 " in page
