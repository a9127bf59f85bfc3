"""Finds the datasets of a page: public, active, of type `dataset`, always in the same order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timezone
from typing import Any

import ckan.plugins.toolkit as tk
from dateutil import parser as dates  # type: ignore[import-untyped, unused-ignore]

DATASET_TYPE = "dataset"
PUBLIC_DATASETS = (f"+dataset_type:{DATASET_TYPE}", "+state:active", "+capacity:public")
PARAMETERS = ("modified_since", "profiles", "q", "fq")


@dataclass(frozen=True)
class Question:
    """What a request asks of the catalogue, with the parameters that ckanext-dcat has always had."""

    page: int = 1
    q: str = ""
    fq: str = ""
    modified_since: str = ""
    profiles: tuple[str, ...] = ()

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Question":
        """Read the parameters of a request; refuse what makes no sense."""
        names = tuple(name for name in arguments.get("profiles", "").split(",") if name)
        since = _moment(arguments.get("modified_since", ""))
        return cls(_page(arguments.get("page", "")), arguments.get("q", ""), arguments.get("fq", ""), since, names)

    def search(self, size: int) -> tuple[int, list[dict[str, Any]]]:
        """Return how many datasets match, and those of the page."""
        filters = list(PUBLIC_DATASETS)
        if self.modified_since:
            filters.append(f"+metadata_modified:[{self.modified_since} TO *]")
        query: dict[str, Any] = {
            "q": self.q or "*:*",
            "fq_list": filters,
            "rows": size,
            "start": size * (self.page - 1),
            # A dataset that changes while a harvester goes from page to page must not move to another page.
            "sort": "id asc",
        }
        if self.fq:
            query["fq"] = self.fq
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


def _moment(text: str) -> str:
    if not text:
        return ""
    try:
        moment = dates.parse(text)
        aware = moment.astimezone(timezone.utc) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise tk.ValidationError({"modified_since": [tk._("The date must be an ISO 8601 date")]}) from error
    return aware.replace(tzinfo=None).isoformat() + "Z"
