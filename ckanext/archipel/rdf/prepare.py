"""Makes a copy of a dataset whose every value can be published; the profile then writes it as stock does."""

import re
from collections.abc import Collection
from typing import Any

from ckanext.archipel.rdf.coverage import prepare_coverage
from ckanext.archipel.rdf.fields import Dataset, field, put, without_nulls
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.people import contacts, publishers
from ckanext.archipel.rdf.resources import prepare_resource
from ckanext.archipel.rdf.themes import hvd_categories, prepare_themes
from ckanext.archipel.rdf.values import as_list, email, iso_date, web_url

DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
NUMBER = re.compile(r"\d+(\.\d+)?")
LEGACY_EMAILS = ("contact_email", "maintainer_email", "author_email", "publisher_email", "creator_email")
LEGACY_URLS = ("publisher_url", "publisher_uri", "contact_uri", "creator_url", "creator_uri")


def prepared(dataset: Dataset, hosts: Collection[str]) -> Dataset:
    """Return the dataset to write; `hosts` are the portal's own, whose addresses are always kept."""
    ready = without_nulls(dataset)
    prepare_themes(ready)
    prepare_coverage(ready)
    put(ready, "url", web_url(field(ready, "url"), hosts))
    _prepare_series(ready)
    _prepare_measures(ready)
    put(ready, "contact", contacts(field(ready, "contact")))
    put(ready, "publisher", publishers(field(ready, "publisher")))
    _prepare_legacy_people(ready)
    put(ready, "issued", iso_date(field(ready, "issued")) or iso_date(dataset.get("metadata_created")))
    put(ready, "modified", iso_date(field(ready, "modified")) or iso_date(dataset.get("metadata_modified")))
    _prepare_resources(ready, hosts)
    return ready


def _prepare_series(ready: Dataset) -> None:
    # Stock takes what it finds for ids of the portal's own series, and would make addresses of ours of them.
    written = as_list(field(ready, "in_series"))
    put(ready, "in_series", [value for value in written if "://" not in str(value)])
    put(ready, "series_elsewhere", [value for value in written if web_url(value)])


def _prepare_measures(ready: Dataset) -> None:
    resolution = str(field(ready, "temporal_resolution") or "").strip()
    put(ready, "temporal_resolution", resolution if DURATION.fullmatch(resolution) else None)
    meters = [str(value) for value in as_list(field(ready, "spatial_resolution_in_meters"))]
    put(ready, "spatial_resolution_in_meters", [value for value in meters if NUMBER.fullmatch(value)][:1])


def _prepare_resources(ready: Dataset, hosts: Collection[str]) -> None:
    licence, hvd = of_dataset(ready), bool(hvd_categories(ready))
    candidates = (prepare_resource(r, licence, hosts, hvd=hvd) for r in ready.get("resources") or [])
    ready["resources"] = [resource for resource in candidates if resource]
    pages = [url for url in as_list(field(ready, "documentation")) if web_url(url, hosts)]
    pages += [r["access_url"] for r in ready["resources"] if r.get("resource_type") == "documentation"]
    put(ready, "documentation", list(dict.fromkeys(pages)))


def _prepare_legacy_people(ready: Dataset) -> None:
    for keys, accepted in ((LEGACY_EMAILS, email), (LEGACY_URLS, web_url)):
        for key in keys:
            value: Any = field(ready, key)
            if value:
                put(ready, key, accepted(value))
