"""A criterion of a metric, and what a dataset gets for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

# `assumed`: counted, since nobody has checked yet; `pending`: counted, cannot be checked yet.
Status = Literal["checked", "assumed", "pending"]


@dataclass(frozen=True)
class Result:
    """What a dataset gets for one criterion, and the remedy when it is not all."""

    slug: str
    points: int
    max: int
    remedy: str
    status: Status = "checked"
    files: tuple[str, ...] = ()


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


def file_name(resource: dict[str, Any]) -> str:
    """Return the name under which a publisher knows a file."""
    return str(resource.get("name") or resource.get("url") or "")[:120]
