"""The demo's partners, one of each kind: kills, outages and shrinking catalogues leave the portal exactly right."""

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from ckan import model

from ckanext.archipel.harvest.runs import slices, store
from demo.partner.entries import PARTNERS, entries
from demo.partner.server import CATALOGUES, PartnerServer, address, serve
from tests.harvest.conftest import Portal, action
from tests.harvest.killing import RUNS, WRITING, Point, slice_in_a_child

pytestmark = pytest.mark.ckan

# Each kind meets another: while a dataset is written, once it is, before progress is saved, before readers see it…
WHILE_WRITING: tuple[Point, ...] = (
    (f"{WRITING}.creation", "_create", 5, "after"),
    (f"{WRITING}.creation", "_index", 1, "after"),
    (f"{RUNS}.page", "_note_seen", 1, "before"),
    (f"{RUNS}.store", "advance", 1, "after"),
    (f"{RUNS}.catalogue", "_turn", 1, "after"),
    (f"{WRITING}.quiet", "publish", 1, "before"),
    (f"{RUNS}.page", "make_plan", 1, "before"),
)
AT_THE_END: Point = (f"{RUNS}.ending", "finish", 1, "before")
WHILE_ARCHIVING: Point = (f"{WRITING}.writer", "reindex", 4, "after")
WHILE_RESTORING: Point = (f"{WRITING}.writer", "reindex", 6, "before")
# Those whose catalogue comes in several pages.
PAGED = ("dcat", "csw", "udata")
VOLATILE = ("metadata_created", "metadata_modified", "extras")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PartnerServer]:
    """The partners, which a test may break; what fails is not tried again."""
    monkeypatch.setattr("ckanext.archipel.fetch.settings._retries", lambda: 0)
    running = serve(0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


# Two of the partners show the same records by two protocols: together, they would be one's.
@pytest.fixture(params=[sorted(CATALOGUES.keys() - {"geonetwork"}), ["geonetwork"]], ids=["six kinds", "geonetwork"])
def sources(
    request: pytest.FixtureRequest, make_source: Callable[..., Portal], server: PartnerServer
) -> dict[str, Portal]:
    """A source of each kind."""
    return {
        kind: make_source(url=address(server) + CATALOGUES[kind], config=f'{{"kind": "{kind}"}}')
        for kind in request.param
    }


def stored() -> dict[str, Any]:
    """All datasets that are not deleted, but for what changes at each save."""
    found = {}
    for (dataset_id,) in model.Session.query(model.Package.id).filter_by(type="dataset", state="active"):
        shown = action("package_show", id=dataset_id, use_cache=False)
        kept = {key: value for key, value in shown.items() if key not in VOLATILE}
        found[shown["title"]] = {**kept, "resources": [_lasting(file) for file in shown["resources"]]}
    return found


def _lasting(file: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in file.items() if key not in ("created", "metadata_modified", "last_modified")}


def without_ids(datasets: dict[str, Any]) -> dict[str, Any]:
    """The same, without the ids of files, which are new when a dataset is."""
    return {
        title: {**each, "resources": [{**file, "id": ""} for file in each["resources"]]}
        for title, each in datasets.items()
    }


def readers_find(titles: set[str]) -> bool:
    """Tell whether readers find these datasets and no other; Solr shows what is committed a moment later."""
    limit = time.monotonic() + 15
    while (found := {each["title"] for each in action("package_search", rows=500)["results"]}) != titles:
        if time.monotonic() > limit:
            raise AssertionError(f"en trop : {found - titles} ; il manque : {titles - found}")
        time.sleep(0.2)
    return True


def published(kinds: Iterable[str], *faults: str) -> set[str]:
    """The titles that partners publish."""
    return {each["title"] for kind in kinds for each in entries(PARTNERS[kind], frozenset(faults))}


def states(sources: dict[str, Portal]) -> dict[str, str]:
    return {kind: source.run()["state"] for kind, source in sources.items()}


def killed(source: Portal, run_id: str, *points: Point) -> None:
    """Have the worker of a run killed at each of these points in turn, then let the run go on."""
    for point in points:
        assert slice_in_a_child(run_id, point) == signal.SIGKILL, point
    slices.work(run_id, store.queue_job_of(run_id))
    # What cron asks for.
    action("harvest_jobs_run", source_id=source.source_id)


def harvest(sources: dict[str, Portal]) -> dict[str, str]:
    for source in sources.values():
        source.harvest()
    return states(sources)


def test_whatever_happens_the_portal_ends_as_the_partners_are(
    sources: dict[str, Portal], server: PartnerServer
) -> None:
    done = dict.fromkeys(sources, "done")
    for source, point in zip(sources.values(), WHILE_WRITING, strict=False):
        killed(source, source.ask()["id"], point, AT_THE_END)
    assert states(sources) == done
    first = stored()
    assert set(first) == published(sources)
    assert readers_find(published(sources))
    assert [source.run()["added"] for source in sources.values()] == [12] * len(sources)

    server.faults = frozenset({"arret"})
    assert harvest(sources) == dict.fromkeys(sources, "failed")
    server.faults = frozenset({"page-perdue"})
    assert harvest(sources) == {kind: "incomplete" if kind in PAGED else "done" for kind in sources}
    assert stored() == first
    assert readers_find(published(sources))

    server.faults = frozenset({"retrait"})
    assert harvest(sources) == dict.fromkeys(sources, "awaiting_approval")
    assert stored() == first
    assert readers_find(published(sources))
    for source in sources.values():
        run_id = source.run()["id"]
        action("archipel_harvest_removal_approve", id=run_id)
        killed(source, run_id, WHILE_ARCHIVING)
    assert states(sources) == done
    assert [source.run()["deleted"] for source in sources.values()] == [8] * len(sources)
    assert readers_find(published(sources, "retrait"))
    assert set(stored()) == published(sources)

    server.faults = frozenset()
    for source in sources.values():
        killed(source, source.ask()["id"], WHILE_RESTORING)
    assert states(sources) == done
    assert stored() == first
    assert readers_find(published(sources))

    server.faults = frozenset({"notice-fautive"})
    assert harvest(sources) == done
    assert {kind: source.run()["errored"] for kind, source in sources.items()} == {
        # A dataset of CKAN has its name for a title.
        kind: 0 if kind == "ckan" else 1
        for kind in sources
    }
    server.faults = frozenset()
    assert harvest(sources) == done
    assert stored() == first
    assert readers_find(published(sources))
    assert harvest(sources) == done
    assert [source.run()["unmodified"] for source in sources.values()] == [12] * len(sources)

    # What no worker was killed for is the same.
    for source in sources.values():
        action("harvest_source_clear", id=source.source_id)
    assert stored() == {}
    assert harvest(sources) == done
    assert without_ids(stored()) == without_ids(first)
