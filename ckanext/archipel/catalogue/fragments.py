"""One dataset, one graph: each is built alone, so that one that cannot be expressed does not break a page."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from tokenize import TokenError
from typing import Any

import ckan.plugins.toolkit as tk
import pyoxigraph as ox
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.profiles import RDFProfile
from geomet import InvalidGeoJSONException
from rdflib import Graph

from ckanext.archipel.catalogue.terms import triples
from ckanext.archipel.rdf.profile import forget_organizations

log = logging.getLogger(__name__)
STOCK_PROFILE = "euro_dcat_ap_3"
# All that a value nobody foresaw can make a profile raise.
BAD_VALUES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration, SyntaxError),
    # The readers of WKT and of GeoJSON have errors of their own, related to no other.
    *(TypeError, ValueError, TokenError, InvalidGeoJSONException),
)


@dataclass(frozen=True)
class Fragment:
    """What a page says of one dataset, and the values that could not be said."""

    uri: ox.NamedNode
    triples: tuple[ox.Triple, ...]
    repairs: tuple[str, ...] = ()


def profiles(asked: Sequence[str] = ()) -> list[str]:
    """Return the profiles asked for, or else the site's own choice, or else ours."""
    if asked:
        return list(asked)
    site = str(tk.config.get("ckanext.dcat.rdf.profiles") or "").split()
    return site if site and site != [STOCK_PROFILE] else str(tk.config["ckanext.archipel.catalogue.profiles"]).split()


class Fragments:
    """Builds fragments with the same profiles."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)

    @cached_property
    def _serializer(self) -> RDFSerializer:
        # Finding the profiles takes longer than answering from stored fragments, which most readers get.
        return RDFSerializer(profiles=self._names)

    @staticmethod
    def forget_organizations() -> None:
        """Have organizations read again: ckanext-dcat keeps them for the life of the process."""
        RDFProfile._org_cache.clear()
        forget_organizations()

    def of_dataset(self, dataset: dict[str, Any]) -> Fragment:
        """Build the fragment of one dataset."""
        self._serializer.g = Graph(bind_namespaces="none")
        uri = ox.NamedNode(str(self._serializer.graph_from_dataset(dataset)))
        return self._fragment(uri, "d" + hashlib.sha256(str(dataset["id"]).encode()).hexdigest()[:16])

    def of_datasets(self, datasets: Iterable[dict[str, Any]]) -> Iterator[Fragment]:
        """Build the fragments of those datasets that can be expressed, and name the others in the log."""
        for dataset in datasets:
            try:
                yield self.of_dataset(dataset)
            except BAD_VALUES:  # noqa: PERF203 - each dataset fails alone
                log.exception("Jeu de données absent du catalogue RDF : %s", dataset.get("name"))

    def of_catalogue(self) -> Fragment:
        """Build what a page says of the catalogue itself."""
        self._serializer.g = Graph(bind_namespaces="none")
        uri = ox.NamedNode(str(self._serializer.graph_from_catalog()))
        return self._fragment(uri, "catalogue")

    def _fragment(self, uri: ox.NamedNode, prefix: str) -> Fragment:
        lost: list[str] = []
        said = tuple(triples(self._serializer.g, prefix, lost))
        return Fragment(uri, said, tuple(lost))
