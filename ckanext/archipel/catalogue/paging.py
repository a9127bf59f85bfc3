"""Pages of a catalogue, linked with both Hydra vocabularies that harvesters know."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox

from ckanext.archipel.catalogue.formats import HYDRA

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
# The names of the first drafts of Hydra, the only ones that stock ckanext-dcat and older udata follow.
LEGACY = {"next": "nextPage", "previous": "previousPage", "first": "firstPage", "last": "lastPage"}
Parameter = tuple[str, str]


def page_parameter(page: int) -> Parameter:
    """Return the parameter of a page asked by its number, as stock does."""
    return "page", str(page)


def after_parameter(dataset_id: str) -> Parameter:
    """Return the parameter of the page that follows a dataset: nothing shifts when others come or go."""
    return "after", dataset_id


@dataclass(frozen=True)
class Paging:
    """Where a page stands among the others; `page` is None for one that is asked by the dataset before it."""

    address: str
    parameters: tuple[Parameter, ...]
    current: Parameter
    following: Parameter | None
    page: int | None
    size: int
    count: int

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-self.count // self.size))

    def url(self, position: Parameter) -> str:
        """Return the address of a page, with the parameters of the request."""
        return f"{self.address}?{urlencode([*self.parameters, position])}"

    def links(self) -> dict[str, str]:
        """Return the addresses of the pages one can go to from this one."""
        links = {"first": self.url(page_parameter(1)), "last": self.url(page_parameter(self.last))}
        if self.page and self.page > 1:
            links["previous"] = self.url(page_parameter(min(self.page - 1, self.last)))
        if self.following:
            links["next"] = self.url(self.following)
        return links


def paging_triples(paging: Paging) -> Iterator[ox.Triple]:
    """Yield the description of a page."""
    page = ox.NamedNode(paging.url(paging.current))
    yield ox.Triple(page, TYPE, ox.NamedNode(f"{HYDRA}PartialCollectionView"))
    yield ox.Triple(page, TYPE, ox.NamedNode(f"{HYDRA}PagedCollection"))
    for name, value in (("totalItems", paging.count), ("itemsPerPage", paging.size)):
        yield ox.Triple(page, ox.NamedNode(HYDRA + name), ox.Literal(str(value), datatype=INTEGER))
    for name, url in paging.links().items():
        yield ox.Triple(page, ox.NamedNode(HYDRA + name), ox.NamedNode(url))
        yield ox.Triple(page, ox.NamedNode(HYDRA + LEGACY[name]), ox.Literal(url))
