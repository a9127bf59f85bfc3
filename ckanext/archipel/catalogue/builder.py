"""Builds the fragments of datasets, each alone, and stores them; one that cannot be expressed keeps its last good."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.addresses import with_first_addresses
from ckanext.archipel.catalogue.formats import STORED
from ckanext.archipel.catalogue.fragments import BAD_VALUES, Fragments
from ckanext.archipel.catalogue.language import portal_language
from ckanext.archipel.catalogue.store import Built, Row
from ckanext.archipel.rdf.losses import losses
from ckanext.archipel.rdf.profile import own_hosts

log = logging.getLogger(__name__)
REFUSED = (*BAD_VALUES, tk.ValidationError)


class Builder:
    """Builds with one choice of profiles; only what the site's own choice makes is stored."""

    def __init__(self, fragments: Fragments, *, storing: bool = True) -> None:
        self._fragments = fragments
        self._storing = storing

    def refresh(self, rows: list[Row], column: str) -> list[Row]:
        """Return the rows with those that are old or missing built anew: a reader never gets what is no more."""
        old = {row.id: row.version for row in rows if not row.fresh}
        if not old:
            return rows
        built = {build.id: build for build in self.build(old)}
        return [self._newest(row, built.get(row.id), column) for row in rows]

    def build(self, versions: Mapping[str, str]) -> list[Built]:
        """Build and store these datasets; a version was read before its dataset, so a later change shows as old."""
        self._fragments.forget_organizations()
        contents = store.contents(list(versions)) if self._storing else {}
        with portal_language():
            builds = [replace(built, content=contents.get(built.id)) for built in self._builds(versions)]
        if self._storing:
            store.save(builds)
        return builds

    def _builds(self, versions: Mapping[str, str]) -> Iterator[Built]:
        for dataset_id, version in versions.items():
            try:
                yield self._build(dataset_id, version)
            except tk.ObjectNotFound:  # noqa: PERF203 - each dataset fails alone
                continue  # purged since
            except REFUSED as error:
                model.Session.rollback()
                log.warning("Jeu de données inexprimable en RDF : %s", _name(dataset_id), exc_info=True)
                yield Built(dataset_id, version, error=f"{type(error).__name__} : {error}"[:2000])

    def _build(self, dataset_id: str, version: str) -> Built:
        context: dict[str, Any] = {"ignore_auth": True, "use_cache": False, "user": ""}
        dataset = tk.get_action("package_show")(context, {"id": dataset_id})
        dataset = with_first_addresses(dataset, remember=self._storing)
        fragment = self._fragments.of_dataset(dataset)
        bodies = {syntax.column: syntax.fragment(fragment.triples) for syntax in STORED}
        repairs = (*losses(dataset, own_hosts()), *fragment.repairs)
        return Built(dataset_id, version, fragment.uri.value, bodies, repairs)

    @staticmethod
    def _newest(row: Row, built: Built | None, column: str) -> Row:
        if built is None:
            return row
        return replace(row, outdated=True) if built.error else built.row(column)


def _name(dataset_id: str) -> str:
    package = model.Package.get(dataset_id)
    return package.name if package else dataset_id
