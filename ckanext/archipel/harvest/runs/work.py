"""What a slice works with, and how it notes its progress."""

import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.harvest.ledger import journal
from ckanext.archipel.harvest.runs import store
from ckanext.archipel.harvest.runs.source import Source
from ckanext.archipel.harvest.runs.states import Run
from ckanext.archipel.harvest.writing.permit import Permit

SLICE_SECONDS = 60.0


class StoppedError(Exception):
    """Somebody stopped the run."""


class OutOfBudgetError(Exception):
    """The run lasted longer than a run may."""


@dataclass
class Work:
    """A run in the hands of a worker."""

    run: Run
    holder: str
    source: Source
    user: str
    started: float = field(default_factory=time.monotonic)
    counted: float = field(default_factory=time.monotonic)
    counts: dict[str, int] = field(default_factory=dict)
    begun: bool = False
    # Followers are not told of a first harvest, thousands of datasets at once.
    news: bool = False

    def count(self, name: str, number: int = 1) -> None:
        """Count what was done since the last commit."""
        self.counts[name] = self.counts.get(name, 0) + number

    @property
    def over(self) -> bool:
        """Tell whether others are to have their turn."""
        return time.monotonic() - self.started > SLICE_SECONDS

    @property
    def permit(self) -> Permit:
        """What this run's datasets are written with."""
        return Permit(self.user, partial(store.advance, self.run.id, self.holder, {}), self.news)

    def begin(self) -> None:
        """Start the slice's time once its first page is there: a large one takes long to read, again each time."""
        if not self.begun:
            self.begun, self.started = True, time.monotonic()

    def commit(self, **values: Any) -> None:
        """Save what was done with how far the run is; stop when it is no longer ours, or lasts too long."""
        moment = time.monotonic()
        spent = self.run.spent_seconds + moment - self.counted
        store.advance(self.run.id, self.holder, self.counts, spent_seconds=spent, **values)
        model.Session.commit()
        self.run = store.get(self.run.id) or self.run
        self.counted, self.counts = moment, {}
        if not journal.is_running(self.run.id):
            raise StoppedError(self.run.id)
        if spent > tk.config["ckanext.archipel.harvest.max_minutes"] * 60:
            raise OutOfBudgetError(self.run.id)
