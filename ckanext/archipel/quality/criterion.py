"""A criterion of a metric, and what a dataset gets for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

# `assumed`: counted, since nobody has checked yet.
Status = Literal["checked", "assumed"]


class File(NamedTuple):
    """A file of a dataset: its id, empty until it is saved, and the name under which its publisher knows it."""

    id: str
    name: str


@dataclass(frozen=True)
class Result:
    """What a dataset gets for one criterion, and the remedy when it is not all."""

    slug: str
    points: int
    max: int
    remedy: str
    status: Status = "checked"
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Metric:
    """The results of a dataset for one metric."""

    name: str
    results: Sequence[Result]

    @property
    def points(self) -> int:
        """Return the points obtained, those counted without a check included."""
        return sum(result.points for result in self.results)

    @property
    def max(self) -> int:
        """Return the points one can obtain."""
        return sum(result.max for result in self.results)

    @property
    def unchecked(self) -> int:
        """Return the points counted without a check."""
        return sum(result.points for result in self.results if result.status != "checked")


def file_of(resource: Mapping[str, Any]) -> File:
    """Name a file of a dataset."""
    return File(str(resource.get("id") or ""), str(resource.get("name") or resource.get("url") or "")[:120])
