"""Assembles the RDF pages: the catalogue, and one dataset."""

from collections.abc import Iterator, Mapping
from itertools import chain

import ckan.plugins.toolkit as tk
import pyoxigraph as ox
from ckanext.dcat.utils import catalog_uri

from ckanext.archipel.catalogue.formats import Format
from ckanext.archipel.catalogue.fragments import Fragment, Fragments, profiles
from ckanext.archipel.catalogue.paging import Paging, paging_triples
from ckanext.archipel.catalogue.search import DATASET_TYPE, PARAMETERS, Question, page_size

DCAT_DATASET = ox.NamedNode("http://www.w3.org/ns/dcat#dataset")


def catalogue_page(syntax: Format, path: str, arguments: Mapping[str, str]) -> bytes:
    """Return a page of the catalogue."""
    question, size = Question.read(arguments), page_size()
    fragments = Fragments(profiles(question.profiles))
    count, datasets = question.search(size)
    parameters = tuple((name, arguments[name]) for name in PARAMETERS if arguments.get(name))
    paging = Paging(_address(path), parameters, question.page, size, count)
    built = list(fragments.of_datasets(datasets))
    return syntax.write(chain(_catalogue(fragments.of_catalogue(), built), paging_triples(paging)))


def dataset_page(syntax: Format, dataset_id: str, arguments: Mapping[str, str]) -> bytes:
    """Return the page of a dataset; projects and other types have none."""
    names = tuple(name for name in arguments.get("profiles", "").split(",") if name)
    dataset = tk.get_action("package_show")({}, {"id": dataset_id})
    if dataset["type"] != DATASET_TYPE or dataset["state"] != "active":
        raise tk.ObjectNotFound
    return syntax.write(Fragments(profiles(names)).of_dataset(dataset).triples)


def _catalogue(catalogue: Fragment, built: list[Fragment]) -> Iterator[ox.Triple]:
    own = [triple for triple in catalogue.triples if triple.subject == catalogue.uri]
    yield from own
    for fragment in built:
        yield ox.Triple(catalogue.uri, DCAT_DATASET, fragment.uri)
    yield from (triple for triple in catalogue.triples if triple.subject != catalogue.uri)
    for fragment in built:
        yield from fragment.triples


def _address(path: str) -> str:
    root = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{catalog_uri().rstrip('/')}{root}{path}"
