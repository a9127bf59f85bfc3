"""Reads what stock ckanext-dcat misses or mangles in the catalogues one meets in France."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.archipel.dataset.fields import (
    clean_keyword,
    match_licence,
    normalise_frequency,
    normalise_language,
    normalise_term,
    normalise_territory,
)
from ckanext.archipel.dataset.measures import normalise_reference_system
from ckanext.archipel.rdf.additions import DCAT, DCT, GEO, GEODCAT
from ckanext.archipel.rdf.distributions import complete_resource
from ckanext.archipel.rdf.fields import Dataset, drop, field, put
from ckanext.archipel.rdf.geometry import geojson
from ckanext.archipel.rdf.languages import in_one_language, preferred
from ckanext.archipel.rdf.people import harvested
from ckanext.archipel.rdf.values import as_list, iso_date
from ckanext.archipel.vocabulary import fold

LOCN_GEOMETRY = URIRef("http://www.w3.org/ns/locn#geometry")
SHAPES = (("geom", LOCN_GEOMETRY), ("bbox", DCAT.bbox), ("centroid", DCAT.centroid), ("geom", GEO.asWKT))
TEXTS = {"title": (DCT.title,), "notes": (DCT.description, DCT.abstract)}
TOPICS = (DCT.subject, GEODCAT.topicCategory)
LISTS = ("theme", "conforms_to", "hvd_category")
AGENTS = (
    DCT.publisher,
    DCT.creator,
    DCT.rightsHolder,
    # Not a term of Dublin Core, but the one that the ministry's catalogues write.
    DCT.rights_holder,
)
TOPIC, LIMITATION = "/metadata-codelist/TopicCategory/", "/LimitationsOnPublicAccess/"
INSPIRE_OPEN = "LimitationsOnPublicAccess/noLimitations"
OPEN = re.compile(r"\b(?:pas de restriction|aucune restriction|no limitations?|aucun des articles de la loi)\b")
PERSON = ("name", "email", "url")
PUBLISHER = (*PERSON, "identifier")


def complete(dataset: Dataset, graph: Graph, ref: Node, schema: Collection[str]) -> None:
    """Complete a dataset that stock has parsed, so that it fills the fields of the portal's schema."""
    # Stock writes the series of a dataset but does not read them.
    _store(dataset, "in_series", sorted(str(node) for node in graph.objects(ref, DCAT.inSeries)), schema)
    for key, predicates in TEXTS.items():
        # Stock takes whichever comes first, hence another one at each reading.
        if text := preferred(graph, ref, *predicates):
            dataset[key] = text
    _keywords(dataset, graph, ref)
    _codes(dataset, graph, ref, schema)
    _geographic(dataset, graph, ref, schema)
    _licence(dataset, graph, ref, schema)
    if "territory" in schema:
        _space(dataset, graph, ref)
    for key in ("issued", "modified"):
        _store(dataset, key, iso_date(field(dataset, key)), schema)
    for resource in dataset.get("resources", []):
        complete_resource(resource, graph)
    # Stock writes our own address as the homepage of what others publish.
    drop(dataset, ("homepage",))


def flatten_shapes(graph: Graph, ref: Node) -> None:
    """Put the text of each geometry in the place of its node, as GeoDCAT-AP writes it: stock fails on the node."""
    for place in graph.objects(ref, DCT.spatial):
        for predicate in {predicate for _, predicate in SHAPES}:
            for node in [node for node in graph.objects(place, predicate) if not isinstance(node, Literal)]:
                graph.remove((place, predicate, node))
                for text in graph.objects(node, GEO.asWKT):
                    graph.add((place, predicate, text))


def complete_people(dataset: Dataset, agents: Iterable[dict[str, Any]], contacts: Iterable[dict[str, Any]]) -> None:
    """Keep the publisher and the contacts that a catalogue names."""
    put(dataset, "publisher", harvested(agents, PUBLISHER)[:1])
    put(dataset, "contact", harvested(contacts, PERSON))


def _store(dataset: Dataset, key: str, value: object, schema: Collection[str]) -> None:
    if key in schema:
        put(dataset, key, value)
        return
    drop(dataset, (key,))
    if value not in (None, "", []):
        text = value if isinstance(value, str) else json.dumps(value)
        dataset.setdefault("extras", []).append({"key": key, "value": text})


def _keywords(dataset: Dataset, graph: Graph, ref: Node) -> None:
    literals = (keyword for keyword in graph.objects(ref, DCAT.keyword) if isinstance(keyword, Literal))
    written = [str(keyword) for keyword in in_one_language(literals)]
    cleaned = (clean_keyword(part) for text in written for part in text.split(","))
    dataset["tags"] = [{"name": name} for name in dict.fromkeys(keyword for keyword in cleaned if keyword)]


def _codes(dataset: Dataset, graph: Graph, ref: Node, schema: Collection[str]) -> None:
    for key in LISTS:
        _store(dataset, key, as_list(field(dataset, key)), schema)
    languages = [str(value) for value in graph.objects(ref, DCT.language)]
    written = list(dict.fromkeys(normalise_language(value) or value for value in languages))
    _store(dataset, "language", written, schema)
    if frequency := field(dataset, "frequency"):
        _store(dataset, "frequency", normalise_frequency(str(frequency)) or str(frequency), schema)


def _geographic(dataset: Dataset, graph: Graph, ref: Node, schema: Collection[str]) -> None:
    """Read what ISO 19115 and INSPIRE know: topics, the reason of a restriction, reference systems."""
    subjects = (str(node) for term in TOPICS for node in graph.objects(ref, term) if TOPIC in str(node))
    _store(dataset, "topic_category", _known("topic_category", subjects), schema)
    _store(dataset, "access_limitation", next(iter(_limitations(graph, ref).values()), None), schema)
    standards = [str(uri) for uri in as_list(field(dataset, "conforms_to"))]
    written = [*standards, *map(str, graph.objects(ref, GEODCAT.referenceSystem))]
    systems = {uri: system for uri in written if (system := normalise_reference_system(uri))}
    _store(dataset, "reference_system", sorted(set(systems.values())), schema)
    _store(dataset, "conforms_to", [uri for uri in standards if uri not in systems], schema)


def _known(name: str, texts: Iterable[str]) -> list[str]:
    return sorted({value for text in texts if (value := normalise_term(name, text))})


def _limitations(graph: Graph, ref: Node) -> dict[Node, str]:
    """Return the reasons of INSPIRE that limit access, which are no conditions of use."""
    nodes = sorted((node for node in graph.objects(ref, DCT.rights) if LIMITATION in str(node)), key=str)
    known = ((node, normalise_term("access_limitation", str(node))) for node in nodes)
    return {node: value for node, value in known if value}


def _licence(dataset: Dataset, graph: Graph, ref: Node, schema: Collection[str]) -> None:
    limitations = _limitations(graph, ref)
    rights = (node for node in graph.objects(ref, DCT.rights) if node not in limitations)
    nodes = [*graph.objects(ref, DCT.license), *rights]
    for distribution in graph.objects(ref, DCAT.distribution):
        nodes += graph.objects(distribution, DCT.license)
    texts = list(dict.fromkeys(text for node in nodes for text in _texts(graph, node)))
    if recognised := match_licence(texts):
        dataset["license_id"] = recognised
    access = [text for node in graph.objects(ref, DCT.accessRights) for text in _texts(graph, node)]
    right = access_right(access)
    _store(dataset, "access_rights", right, schema)
    # What restricts access in words is told where the conditions of use are.
    _store(dataset, "harvest_licence", "\n".join(texts if right else [*texts, *access]), schema)


def access_right(texts: Iterable[str]) -> str | None:
    """Return the European access right that these texts state, if they do."""
    known = [right for text in texts if (right := normalise_term("access_right", text))]
    return known[0] if known else normalise_term("access_right", "PUBLIC") if any(map(_is_open, texts)) else None


def _is_open(text: str) -> bool:
    return OPEN.search(fold(text)) is not None or text.rstrip("/").endswith(INSPIRE_OPEN)


def _texts(graph: Graph, node: Node) -> list[str]:
    labels = [str(text).strip() for predicate in (RDFS.label, DCT.title) for text in graph.objects(node, predicate)]
    address = [str(node).strip()] if isinstance(node, URIRef | Literal) else []
    return [text for text in (*address, *labels) if text]


def _space(dataset: Dataset, graph: Graph, ref: Node) -> None:
    nodes = list(graph.objects(ref, DCT.spatial))
    places = [place for node in nodes if (place := _place(graph, node))]
    candidates = [str(place[key]) for place in places for key in ("uri", "text") if place.get(key)]
    zones = [zone for text in candidates if (zone := normalise_territory(text))]
    put(dataset, "territory", list(dict.fromkeys(zones)))
    drop(dataset, ("spatial", "spatial_uri", "spatial_text", "spatial_bbox", "spatial_centroid"))
    put(dataset, "spatial_coverage", [place for place in places if not _is_territory(place)])


def _is_territory(place: Mapping[str, Any]) -> bool:
    return set(place) <= {"uri", "text"} and normalise_territory(str(place.get("uri", ""))) is not None


def _place(graph: Graph, node: Node) -> dict[str, str]:
    place: dict[str, str] = {}
    if isinstance(node, Literal):
        return {"text": str(node)} if geojson(str(node)) is None else {"geom": str(geojson(str(node)))}
    if isinstance(node, URIRef):
        place["uri"] = str(node)
    for predicate in (SKOS.prefLabel, RDFS.label, DCT.title):
        for label in graph.objects(node, predicate):
            place.setdefault("text", str(label).strip())
    for key, predicate in SHAPES:
        for shape in graph.objects(node, predicate):
            if (readable := geojson(str(shape))) is not None:
                place.setdefault(key, readable)
    return place
