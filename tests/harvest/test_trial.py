"""What a trial finds: kept as JSON, within its time, with what was read when it is interrupted."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from rq.timeouts import JobTimeoutException

from ckanext.archipel.harvest.runs.source import Source, load
from ckanext.archipel.harvest.trial import reading, store, work
from ckanext.archipel.harvest.trial.reading import Extent, Outcome
from tests.harvest.conftest import Partner, Portal, turtle

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]


@pytest.fixture
def source(make_source: MakeSource, partner: Partner) -> Source:
    """A catalogue on two pages."""
    partner.pages["/one.ttl"] = turtle(range(5), f"{partner.url}/two.ttl")
    partner.pages["/two.ttl"] = turtle(range(5, 8))
    found = load(make_source("/one.ttl").source_id)
    assert found is not None
    return found


def ignore(outcome: Outcome) -> None:
    """Tell nobody."""


def test_losses_and_publishers_are_kept_with_their_counts() -> None:
    outcome = Outcome(read=2)
    outcome.losses.update(["date", "date"])
    outcome.publishers.update(["Ain"])
    outcome.left_out.update({"Carte": 2})
    kept = json.loads(json.dumps(outcome.to_dict()))
    assert (kept["read"], kept["losses"], kept["publishers"]) == (2, {"date": 2}, {"Ain": 1})
    assert kept["left_out"] == {"Carte": 2}


def test_a_page_that_does_not_come_ends_the_trial_in_time_with_what_was_read(source: Source, partner: Partner) -> None:
    partner.delays["/two.ttl"] = 6
    started = time.monotonic()
    outcome = reading.attempt(source, ignore, Extent(seconds=2))
    assert time.monotonic() - started < 5
    assert (outcome.read, outcome.new, outcome.whole) == (5, 5, False)
    assert outcome.problem == "Essai interrompu après 2 s : ce qui suit porte sur les notices lues jusque-là."


def test_a_catalogue_that_never_answers_is_said_to_be_too_slow(source: Source, partner: Partner) -> None:
    partner.delays["/one.ttl"] = 6
    started = time.monotonic()
    outcome = reading.attempt(source, ignore, Extent(seconds=1))
    assert time.monotonic() - started < 4
    assert outcome.problem.startswith("Essai interrompu après 1 s : le catalogue est trop lent")
    assert not outcome.read


def test_a_trial_whose_time_is_over_between_two_steps_says_so(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "STEP", 2)
    outcome = reading.attempt(source, lambda _: time.sleep(0.6), Extent(seconds=1))
    assert 0 < outcome.read < 5
    assert outcome.problem.startswith("Essai interrompu après 1 s")


def test_a_trial_that_reads_all_in_time_has_no_problem(source: Source) -> None:
    outcome = reading.attempt(source, ignore)
    assert (outcome.read, outcome.whole, outcome.problem) == (8, True, "")


@pytest.mark.parametrize(("read", "state", "said"), [(5, store.DONE, "jusque-là"), (0, store.FAILED, "trop lent")])
def test_what_was_read_is_kept_when_the_worker_puts_an_end_to_it(
    with_plugins: None, monkeypatch: pytest.MonkeyPatch, read: int, state: str, said: str
) -> None:
    def attempt(_: object, tell: Callable[[Outcome], None]) -> Outcome:
        tell(Outcome(read=read, new=read))
        raise JobTimeoutException

    def nothing(*_: object) -> Any:
        return None

    monkeypatch.setattr(work, "source_of", nothing)
    monkeypatch.setattr(reading, "attempt", attempt)
    trial_id = store.create({}, None, "ada")
    work.work(trial_id)
    trial = store.get(trial_id)
    assert trial is not None
    assert (trial["state"], trial["outcome"]["new"]) == (state, read)
    assert f"interrompu après {work.TIMEOUT} s" in trial["message"]
    assert said in trial["message"]
