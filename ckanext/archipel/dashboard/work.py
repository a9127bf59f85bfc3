"""Sorts the datasets of a publisher by what they ask for. Free of CKAN."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ckanext.archipel.datagouv.score import fresh_until

Dataset = dict[str, Any]
POOREST = 10


@dataclass(frozen=True)
class Entry:
    """A dataset, one of its files where it is about one, and what is told of it."""

    dataset: Dataset
    resource: Dataset = field(default_factory=dict)
    since: date | None = None
    number: int = 0
    missing: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Work:
    """What awaits a publisher, each list with the most pressing first."""

    drafts: list[Entry]
    overdue: list[Entry]
    broken: list[Entry]
    invalid: list[Entry]
    poor: list[Entry]

    @property
    def pressing(self) -> int:
        """Count what readers suffer from: late updates, broken links, tables with errors."""
        return len(self.overdue) + len(self.broken) + len(self.invalid)


def sort(
    datasets: Iterable[Dataset],
    today: date,
    broken: Collection[str],
    errors: Mapping[str, int],
    missing: Callable[[Dataset], list[Any]],
) -> Work:
    """Sort datasets; `broken` are addresses, `errors` the number of errors of a file by its id."""
    every = list(datasets)
    published = [dataset for dataset in every if dataset.get("state") == "active"]
    files = [(dataset, file) for dataset in published for file in dataset.get("resources") or []]
    late = [Entry(dataset, since=until) for dataset in published if (until := _late_since(dataset, today))]
    wrong = [Entry(dataset, file, number=errors[file["id"]]) for dataset, file in files if errors.get(file["id"])]
    return Work(
        drafts=[Entry(dataset) for dataset in every if str(dataset.get("state")).startswith("draft")],
        overdue=sorted(late, key=lambda entry: entry.since or today),
        broken=[Entry(dataset, file) for dataset, file in files if file.get("url") in broken],
        invalid=sorted(wrong, key=lambda entry: -entry.number),
        poor=_poorest(published, missing),
    )


def _late_since(dataset: Dataset, today: date) -> date | None:
    until = fresh_until(dataset, today)
    return until if until is not None and until < today else None


def _poorest(datasets: Iterable[Dataset], missing: Callable[[Dataset], list[Any]]) -> list[Entry]:
    entries = [Entry(dataset, missing=tuple(found)) for dataset in datasets if (found := missing(dataset))]
    return sorted(entries, key=lambda entry: -sum(item.gain for item in entry.missing))[:POOREST]
