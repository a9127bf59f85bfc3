"""Reads what a request asks of the catalogue, and asks Solr what only Solr can find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from dateutil import parser as dates  # type: ignore[import-untyped, unused-ignore]

from ckanext.archipel.catalogue.store import Scope

DATASET_TYPE = "dataset"
PUBLIC_DATASETS = (f"+dataset_type:{DATASET_TYPE}", "+state:active", "+capacity:public")
PARAMETERS = ("modified_since", "profiles", "q", "fq")


@dataclass(frozen=True)
class Question:
    """What a request asks of the catalogue, with the parameters that ckanext-dcat has always had."""

    page: int | None = 1
    after: str = ""
    q: str = ""
    fq: str = ""
    modified_since: datetime | None = None
    profiles: tuple[str, ...] = ()

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Question":
        """Read the parameters of a request; refuse what makes no sense."""
        names = tuple(name for name in arguments.get("profiles", "").split(",") if name)
        since = _moment(arguments.get("modified_since", ""))
        after = arguments.get("after", "").replace("\x00", "")
        page = None if after else _page(arguments.get("page", ""))
        return cls(page, after, arguments.get("q", ""), arguments.get("fq", ""), since, names)

    @property
    def needs_solr(self) -> bool:
        """Tell whether datasets are searched for, and not just listed."""
        return bool(self.q or self.fq)

    def within(self, scope: Scope) -> Scope:
        """Return what the request asks of these datasets, but for what only Solr can find."""
        if self.modified_since is None:
            return scope
        return scope.narrowed("p.metadata_modified >= :since", since=self.modified_since)

    def search(self, size: int, *filters: str, fields: Sequence[str] = ()) -> tuple[int, list[dict[str, Any]]]:
        """Return how many datasets match, and those of the page, whole or with these fields only."""
        filters = (*PUBLIC_DATASETS, *filters)
        if self.modified_since:
            filters += (f"+metadata_modified:[{self.modified_since.isoformat()}Z TO *]",)
        query: dict[str, Any] = {
            "q": self.q or "*:*",
            "fq_list": list(filters),
            "rows": size,
            "start": size * ((self.page or 1) - 1),
            # A dataset that changes while a harvester goes from page to page must not move to another page.
            "sort": "id asc",
        }
        if self.fq:
            query["fq"] = self.fq
        if fields:
            query["fl"] = list(fields)
        found = tk.get_action("package_search")({}, query)
        return found["count"], found["results"]


def page_size() -> int:
    """Return how many datasets a page holds."""
    return max(1, int(tk.config.get("ckanext.dcat.datasets_per_page") or 100))


def _page(text: str) -> int:
    # Solr counts rows with 32 bits.
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) < 10_000_000:
        raise tk.ValidationError({"page": [tk._("The page must be a positive whole number")]})
    return int(text[:9])


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = dates.parse(text)
        aware = moment.astimezone(timezone.utc) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise tk.ValidationError({"modified_since": [tk._("The date must be an ISO 8601 date")]}) from error
    return aware.replace(tzinfo=None)
