"""What a check of a table found, in French, as data."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MAX_VALUE = 200


@dataclass(frozen=True)
class Problem:
    """One thing to correct: where it is, why it is wrong and what to write instead; row 1 holds the names."""

    row: int | None
    column: str
    value: str
    code: str
    cause: str
    remedy: str


@dataclass
class Report:
    """The findings on one table; only the first problems are kept, all are counted."""

    max_problems: int
    schema_url: str = ""
    schema_title: str = ""
    schema_version: str = ""
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    by_column: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    complete: bool = True

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep it while there is room."""
        self.count += 1
        self.by_column[problem.column] += 1
        if len(self.problems) < self.max_problems:
            self.problems.append(problem)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "valid": self.count == 0 and self.complete,
            "complete": self.complete,
            "rows": self.rows,
            "error_count": self.count,
            "errors": [asdict(problem) for problem in self.problems],
            "errors_by_column": dict(self.by_column.most_common()),
            "notes": self.notes,
            "schema": {"url": self.schema_url, "title": self.schema_title, "version": self.schema_version},
        }


def short(value: object) -> str:
    """Return a value as the report shows it: a long one is cut."""
    text = str(value)
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"


def described(schema: Mapping[str, Any], url: str, max_problems: int) -> Report:
    """Start the report of a check against a schema."""
    return Report(
        max_problems,
        schema_url=url,
        schema_title=str(schema.get("title") or schema.get("name") or url),
        schema_version=str(schema.get("version") or ""),
    )
