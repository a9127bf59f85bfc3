"""Makes a copy of a dataset whose every value can be published; the profile then writes it as stock does."""

from collections.abc import Collection
from typing import Any

from ckanext.archipel.rdf.coverage import prepare_coverage
from ckanext.archipel.rdf.fields import Dataset, field, put
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.people import contacts, publishers
from ckanext.archipel.rdf.resources import prepare_resource
from ckanext.archipel.rdf.themes import hvd_categories, prepare_themes
from ckanext.archipel.rdf.values import as_list, email, iso_date, web_url

LANGUAGE = r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"
LEGACY_EMAILS = ("contact_email", "maintainer_email", "author_email", "publisher_email", "creator_email")
LEGACY_URLS = ("publisher_url", "publisher_uri", "contact_uri", "creator_url", "creator_uri")


def prepared(dataset: Dataset, hosts: Collection[str]) -> Dataset:
    """Return the dataset to write; `hosts` are the portal's own, whose addresses are always kept."""
    ready: Dataset = dict(dataset)
    prepare_themes(ready)
    prepare_coverage(ready)
    put(ready, "url", web_url(field(ready, "url"), hosts))
    put(ready, "contact", contacts(field(ready, "contact")))
    put(ready, "publisher", publishers(field(ready, "publisher")))
    _prepare_legacy_people(ready)
    put(ready, "issued", iso_date(field(ready, "issued")) or iso_date(dataset.get("metadata_created")))
    put(ready, "modified", iso_date(field(ready, "modified")) or iso_date(dataset.get("metadata_modified")))
    _prepare_resources(ready, hosts)
    return ready


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
