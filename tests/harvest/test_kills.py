"""Workers killed in the middle of a run: the rest of the run leaves the portal as if none had been."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ckan import model

from ckanext.archipel.harvest.runs import queue, slices, store
from tests.harvest.conftest import Partner, Portal, action, turtle
from tests.harvest.killing import LEDGER, RUNS, WRITING, slice_in_a_child

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
# Before the nth call of a function, or after it: (module, name, n, when).
POINTS = {
    "before the first page is read": (f"{RUNS}.reading", "ask", 1, "before"),
    "once the first page is read": (f"{RUNS}.page", "make_plan", 1, "before"),
    "while new datasets are written": (f"{WRITING}.creation", "_create", 2, "after"),
    "once new datasets are indexed": (f"{WRITING}.creation", "_index", 1, "after"),
    "while a dataset is updated": (f"{WRITING}.writer", "note", 1, "after"),
    "once datasets are written": (f"{RUNS}.page", "_note_seen", 1, "before"),
    "before progress is saved": (f"{RUNS}.store", "advance", 2, "after"),
    "between two pages": (f"{RUNS}.catalogue", "_turn", 1, "after"),
    "before readers see the first page": (f"{WRITING}.quiet", "publish", 1, "before"),
    "once the second page is read": (f"{RUNS}.page", "make_plan", 2, "before"),
    "while a dataset is archived": (f"{WRITING}.writer", "reindex", 1, "after"),
    "once all is archived": (f"{LEDGER}.pages", "forget_others", 1, "before"),
    "before ckanext-harvest knows of the end": (f"{RUNS}.ending", "finish", 1, "before"),
}


def portal_as_it_is() -> dict[str, Any]:
    found = {d["title"]: d for d in action("package_search", rows=100)["results"]}
    packages = model.Session.query(model.Package).filter_by(type="dataset")
    return {
        "searched": {title: [file["url"] for file in found[title]["resources"]] for title in found},
        "stored": sorted((package.title, package.name, package.state) for package in packages),
    }


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())
def test_a_killed_worker_leaves_nothing_undone_nor_done_twice(
    make_source: MakeSource, partner: Partner, point: tuple[str, str, int, str]
) -> None:
    partner.pages["/one.ttl"] = turtle(range(6), f"{partner.url}/two.ttl")
    partner.pages["/two.ttl"] = turtle(range(6, 12))
    portal = make_source("/one.ttl")
    portal.harvest()
    partner.pages["/one.ttl"] = turtle([0, 1, 20, 21], f"{partner.url}/two.ttl", "Titre {}")
    partner.pages["/two.ttl"] = turtle(range(4, 13))
    partner.asked.clear()
    job = portal.ask()

    assert slice_in_a_child(job["id"], point) == signal.SIGKILL
    # What the queue does with a task whose process was killed.
    slices.work(job["id"], store.queue_job_of(job["id"]))
    action("harvest_jobs_run", source_id=portal.source_id)

    run = portal.run()
    figures = {name: run[name] for name in ("state", "added", "updated", "unmodified", "deleted", "errored", "pages")}
    assert figures == {
        "state": "done",
        "added": 3,
        "updated": 2,
        "unmodified": 8,
        "deleted": 2,
        "errored": 0,
        "pages": 2,
    }
    assert len(partner.asked) <= 3
    assert action("harvest_job_show", id=job["id"])["status"] == "Finished"
    titles = {f"Titre {n}" for n in (0, 1, 20, 21)} | {f"Jeu {n}" for n in range(4, 13)}
    as_it_is = portal_as_it_is()
    assert set(as_it_is["searched"]) == titles
    assert len(as_it_is["stored"]) == len(titles) + 2
    partner.asked.clear()
    portal.harvest()
    assert portal.run()["unmodified"] == len(titles)


def test_the_queue_itself_tries_again_a_slice_whose_process_was_killed(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckan.lib.jobs import Worker

    from ckanext.archipel.harvest import QUEUE

    portal.ask()
    flag = tmp_path / "killed"
    original = slices.read_catalogue

    def deadly(work: Any) -> bool:
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return original(work)

    monkeypatch.setattr(slices, "read_catalogue", deadly)
    Worker([QUEUE]).work(burst=True, logging_level="ERROR")
    assert flag.exists()
    assert portal.run()["state"] == "done"
    assert portal.count() == 4


def test_a_run_that_no_worker_has_goes_on_when_cron_finds_it(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from ckanext.archipel.harvest.runs import upkeep

    job = portal.ask()
    assert upkeep.revive() == 0
    action("job_clear", queues=["archipel-harvest"])
    later = store.now() + 2 * store.LEASE
    monkeypatch.setattr(store, "now", lambda: later + timedelta(seconds=1))
    assert upkeep.revive() == 1
    portal.work()
    assert store.of_ids([job["id"]])[job["id"]].state == "done"


def test_a_run_that_fails_again_and_again_ends_failed(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(slices, "read_catalogue", explode)
    job = portal.harvest()
    assert portal.run()["state"] == "failed"
    assert job["status"] == "Finished"
    assert "interrompu 3 fois" in job["gather_error_summary"][0]["message"]


def test_a_worker_that_was_thought_dead_stops_at_its_next_step(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    job = portal.ask()
    original = slices.read_catalogue

    def overtaken(work: Any) -> bool:
        queue.enqueue(work.run.id)
        assert store.take(work.run.id, store.queue_job_of(work.run.id)) is not None
        return original(work)

    monkeypatch.setattr(slices, "read_catalogue", overtaken)
    slices.work(job["id"], store.queue_job_of(job["id"]))
    assert portal.run()["state"] == "running"
    assert portal.run()["pages"] == 0
