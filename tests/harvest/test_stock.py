"""Sources of other extensions' types that our queue drives: their jobs always end."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib.jobs import Worker
from ckanext.harvest import queue as stock_queue
from ckanext.harvest.model import HarvestObject, HarvestSource
from redis.exceptions import ConnectionError as RedisConnectionError

from ckanext.archipel.harvest import QUEUE, stock, stock_revival
from ckanext.archipel.harvest.runs import upkeep
from tests.harvest.conftest import Portal, action

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]


class Other:
    """A harvester of another extension, which finds one object; it kills its process where a file says so."""

    def __init__(self, deadly: Path) -> None:
        self.deadly = deadly

    def gather_stage(self, job: Any) -> list[str]:
        each = HarvestObject(guid="x", job=job)
        each.save()
        self.die("gather")
        return [each.id]

    def fetch_stage(self, harvest_object: HarvestObject) -> bool:
        self.die("fetch")
        return True

    def import_stage(self, harvest_object: HarvestObject) -> str:
        return "unchanged"

    def die(self, stage: str) -> None:
        if self.deadly.exists() and self.deadly.read_text() == stage:
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def deadly(tmp_path: Path) -> Path:
    """The file that says at which stage the harvester kills its worker."""
    return tmp_path / "deadly"


@pytest.fixture
def driven(make_source: MakeSource, deadly: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal whose source is of a type that our queue drives."""
    portal = make_source()
    HarvestSource.get(portal.source_id).type = "other"
    model.Session.commit()
    monkeypatch.setitem(tk.config, "ckanext.archipel.harvest.drive_types", "other")
    monkeypatch.setattr(stock_queue, "get_harvester", lambda name: Other(deadly))
    return portal


def job_of(portal: Portal) -> dict[str, Any]:
    model.Session.remove()
    return dict(action("harvest_job_list", source_id=portal.source_id)[0])


def messages(job: dict[str, Any]) -> list[str]:
    return [each["message"] for each in action("harvest_job_report", id=job["id"])["gather_errors"]]


def killed_workers() -> None:
    """Work as `ckan jobs worker` does, each task in a process of its own."""
    model.Session.remove()
    model.meta.engine.dispose()
    Worker([QUEUE]).work(burst=True, logging_level="CRITICAL")


def test_sources_of_other_types_are_driven_when_asked(driven: Portal) -> None:
    job = driven.harvest()
    assert (job["status"], job["stats"]["not modified"]) == ("Finished", 1)


def test_a_queue_that_does_not_answer_leaves_no_job_running(driven: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RedisConnectionError("connexion refusée")

    monkeypatch.setattr(tk, "enqueue_job", refuse)
    with pytest.raises(tk.ValidationError, match="queue"):
        driven.ask()
    job = job_of(driven)
    assert job["status"] == "Finished"
    assert "La file d'attente ne répond pas" in messages(job)[0]


def test_a_source_can_be_harvested_again_once_the_queue_answers(
    driven: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RedisConnectionError("connexion refusée")

    with monkeypatch.context() as broken:
        broken.setattr(tk, "enqueue_job", refuse)
        # As harvest_jobs_run does, which looks into Redis once it ended the job.
        broken.setattr("ckanext.harvest.logic.action.update.resubmit_jobs", refuse)
        with pytest.raises(tk.ValidationError):
            driven.ask()
    assert driven.harvest()["status"] == "Finished"


def test_a_catalogue_that_cannot_be_read_ends_the_job_and_is_told(
    driven: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(Other, "gather_stage", explode)
    job = driven.harvest()
    assert (job["status"], messages(job)) == ("Finished", [stock.NOT_GATHERED])


def test_a_job_whose_task_waits_is_left_alone(driven: Portal) -> None:
    driven.ask()
    assert upkeep.revive() == 0
    driven.work()
    assert job_of(driven)["status"] == "Finished"


def test_a_job_that_left_the_queue_is_queued_again(driven: Portal) -> None:
    driven.ask()
    action("job_clear", queues=[QUEUE])
    assert upkeep.revive() == 1
    assert upkeep.revive() == 0
    driven.work()
    job = job_of(driven)
    assert job["status"] == "Finished"
    assert messages(job) == [stock_revival.REVIVED]


@pytest.mark.parametrize("stage", ["gather", "fetch"])
def test_a_job_whose_workers_were_killed_goes_on(driven: Portal, deadly: Path, stage: str) -> None:
    job = driven.ask()
    deadly.write_text(stage)
    killed_workers()
    assert job_of(driven)["status"] == "Running"
    deadly.unlink()
    assert upkeep.revive() == 1
    driven.work()
    assert job_of(driven)["status"] == "Finished"
    # What an interrupted gathering left is not imported beside what the next one found.
    objects = model.Session.query(HarvestObject).filter_by(harvest_job_id=job["id"]).all()
    assert [each.state for each in objects] == ["COMPLETE"]


def test_a_job_that_kills_every_worker_ends(driven: Portal, deadly: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_revival, "MAX_REVIVALS", 1)
    driven.ask()
    deadly.write_text("fetch")
    killed_workers()
    assert upkeep.revive() == 1
    killed_workers()
    assert upkeep.revive() == 0
    job = job_of(driven)
    assert job["status"] == "Finished"
    assert set(messages(job)) == {stock_revival.REVIVED, stock_revival.GIVEN_UP}
    assert driven.ask()["status"] == "Running"
