"""What is said of one value on its way to data.gouv.fr, and what the rules look at to say it. Free of CKAN."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ckanext.archipel.datagouv.kept import Kept

Dataset = dict[str, Any]
Severity = Literal["perdu", "changé", "à compléter"]


@dataclass(frozen=True)
class Finding:
    """What happens to one value, in words a publisher understands."""

    slug: str
    severity: Severity
    message: str


@dataclass(frozen=True)
class Way:
    """A dataset as it is here, as it is exported, and as data.gouv.fr stores it."""

    dataset: Dataset
    exported: Dataset
    kept: Kept


Rule = Callable[[Way], Iterator[Finding]]
