"""Reads the catalogue in one format: fragments as they are stored, with what is old or missing built anew."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import ckan.plugins.toolkit as tk
import pyoxigraph as ox
from ckanext.dcat.utils import catalog_uri

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.builder import Builder
from ckanext.archipel.catalogue.feeds import Feed
from ckanext.archipel.catalogue.formats import Format
from ckanext.archipel.catalogue.fragments import Fragments, profiles
from ckanext.archipel.catalogue.language import portal_language
from ckanext.archipel.catalogue.paging import Paging, Parameter, after_parameter, page_parameter, paging_triples
from ckanext.archipel.catalogue.search import DATASET_TYPE, PARAMETERS, Question, page_size
from ckanext.archipel.catalogue.store import EVERYTHING, Row, Scope
from ckanext.archipel.catalogue.versions import settings_digest

VERSION_NOTES = ox.NamedNode("http://www.w3.org/ns/adms#versionNotes")
OUTDATED = ox.Literal("Dernière version qui a pu être écrite : la version actuelle ne peut pas l’être.", language="fr")
DCAT_DATASET = ox.NamedNode("http://www.w3.org/ns/dcat#dataset")


@dataclass(frozen=True)
class Document:
    """What makes a document, joined for those who have not got it yet, and a mark that changes whenever it does."""

    body: Callable[[], bytes]
    mark: str


@dataclass(frozen=True)
class Found:
    """The datasets of a page, how many there are in all, when the last one changed, and where the next page begins."""

    rows: Sequence[Row]
    count: int
    latest: datetime | None
    following: Parameter | None


class Reader:
    """Reads with the profiles that a request asks for, the site's when it asks for none."""

    def __init__(self, syntax: Format, asked: Sequence[str] = ()) -> None:
        names = tuple(profiles(asked))
        self._syntax = syntax
        self._fragments = Fragments(names)
        self._settings = settings_digest(names)
        self._builder = Builder(self._fragments, storing=list(names) == profiles())

    def page(self, feed: Feed, path: str, arguments: Mapping[str, str]) -> Document:
        """Return the page of a feed that a request asks for."""
        question, size = Question.read(arguments), page_size()
        found = (self._searched if question.needs_solr else self._listed)(feed, question, size)
        rows = self._ready(found.rows)
        parameters = tuple((name, arguments[name]) for name in PARAMETERS if arguments.get(name))
        current = after_parameter(question.after) if question.after else page_parameter(question.page or 1)
        paging = Paging(absolute(path), parameters, current, found.following, question.page, size, found.count)
        own = chain(self.catalogue(feed, rows, found.latest), paging_triples(paging))
        return self._document(own, rows)

    def dataset(self, name_or_id: str) -> Document:
        """Return a public dataset.

        Raises:
            ckan.plugins.toolkit.ObjectNotFound: there is none, or nothing of it can be said.
        """
        scope = EVERYTHING.narrowed("(p.id = :name_or_id OR p.name = :name_or_id)", name_or_id=name_or_id)
        rows = self._ready(self._rows(scope, 1))
        if not rows:
            raise tk.ObjectNotFound
        return self._document((), rows)

    def _listed(self, feed: Feed, question: Question, size: int) -> Found:
        scope = question.within(feed.scope)
        count, latest = store.count(scope)
        if question.after:
            rows = self._rows(scope.narrowed("p.id > :after", after=question.after), size + 1)
        else:
            rows = self._rows(scope, size + 1, offset=size * ((question.page or 1) - 1))
        following = after_parameter(rows[size - 1].id) if len(rows) > size else None
        return Found(rows[:size], count, latest, following)

    def _searched(self, feed: Feed, question: Question, size: int) -> Found:
        count, datasets = question.search(size, *feed.filters, fields=("id",))
        rows = self._rows(feed.scope.narrowed("p.id = ANY(:ids)", ids=[found["id"] for found in datasets]), size)
        page = question.page or 1
        return Found(rows, count, store.count(feed.scope)[1], page_parameter(page + 1) if page * size < count else None)

    def _rows(self, scope: Scope, limit: int, offset: int = 0) -> list[Row]:
        return store.rows(scope, self._settings, self._syntax.column, limit, offset)

    def _ready(self, rows: Sequence[Row]) -> list[Row]:
        return [row for row in self._builder.refresh(list(rows), self._syntax.column) if row.uri]

    def following(self, feed: Feed, after: str, limit: int) -> list[Row]:
        """Return the datasets of a feed that come after this id, by the order of their ids."""
        rows = self._rows(feed.scope.narrowed("p.id > :after", after=after), limit)
        return self._builder.refresh(rows, self._syntax.column)

    def mark(self, feed: Feed) -> str:
        """Return a mark that changes whenever what a whole feed says does."""
        seed = (self._syntax.content_type, self._settings, store.mark(feed.scope, self._settings))
        return hashlib.sha256(repr(seed).encode()).hexdigest()

    def catalogue(self, feed: Feed, rows: Iterable[Row], latest: datetime | None) -> Iterator[ox.Triple]:
        """Yield what a feed says of itself, and of which datasets it is made."""
        uri = feed.identity(self._fragments, self._settings)
        said = list(feed.triples(self._fragments, self._settings, latest))
        yield from (triple for triple in said if triple.subject == uri)
        yield from self.links(feed, rows)
        yield from (triple for triple in said if triple.subject != uri)

    def links(self, feed: Feed, rows: Iterable[Row]) -> Iterator[ox.Triple]:
        """Yield the triples that put datasets in a feed."""
        uri = feed.identity(self._fragments, self._settings)
        return (ox.Triple(uri, DCAT_DATASET, ox.NamedNode(row.uri or "")) for row in rows)

    def _document(self, own: Iterable[ox.Triple], rows: Sequence[Row]) -> Document:
        said = self._syntax.fragment(chain(own, notes(rows)))
        # What is sent is what is marked: a fragment may change while its dataset's own row does not.
        mark = hashlib.sha256(self._syntax.content_type.encode() + said)
        for row in rows:
            mark.update(row.packed or b"")

        def body() -> bytes:
            return b"".join(self._syntax.document(chain([said], (row.body for row in rows))))

        return Document(body, mark.hexdigest())


def notes(rows: Iterable[Row]) -> Iterator[ox.Triple]:
    """Mark the datasets of which the last good version is served, because what they are now cannot be expressed."""
    for row in rows:
        if row.outdated and row.uri:
            yield ox.Triple(ox.NamedNode(row.uri), VERSION_NOTES, OUTDATED)


def private_dataset(syntax: Format, name_or_id: str, asked: Sequence[str] = ()) -> bytes:
    """Return a dataset that only some may see, to those who may; nothing of it is stored."""
    with portal_language():
        dataset = tk.get_action("package_show")({"use_cache": False}, {"id": name_or_id})
        if dataset["type"] != DATASET_TYPE or dataset["state"] != "active":
            raise tk.ObjectNotFound
        return syntax.write(Fragments(profiles(asked)).of_dataset(dataset).triples)


def absolute(path: str) -> str:
    """Return the address of a path of the portal, for the outside world."""
    root = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{catalog_uri().rstrip('/')}{root}{path}"
