"""What DCAT-AP requires of the catalogue itself and stock ckanext-dcat leaves out."""

from collections.abc import Iterator

import ckan.plugins.toolkit as tk
from rdflib import RDF, Literal, URIRef

from ckanext.archipel.dataset.fields import normalise_language
from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF, Triple

DATA_THEMES = URIRef("http://publications.europa.eu/resource/authority/data-theme")
SKOS_SCHEME = URIRef("http://www.w3.org/2004/02/skos/core#ConceptScheme")


def catalogue_triples(ref: URIRef) -> Iterator[Triple]:
    """Yield the catalogue's publisher, home page, language, description and list of themes."""
    title = Literal(tk.config.get("ckan.site_title") or str(ref))
    publisher = URIRef(f"{str(ref).rstrip('/')}/#publisher")
    yield ref, DCT.publisher, publisher
    yield publisher, RDF.type, FOAF.Agent
    yield publisher, FOAF.name, title
    homepage = URIRef(f"{str(ref).rstrip('/')}/")
    yield ref, FOAF.homepage, homepage
    yield homepage, RDF.type, FOAF.Document
    if not tk.config.get("ckan.site_description"):
        yield ref, DCT.description, title
    language = URIRef(normalise_language(tk.config.get("ckan.locale_default") or "fr") or "")
    if str(language):
        yield ref, DCT.language, language
        yield language, RDF.type, DCT.LinguisticSystem
    yield ref, DCAT.themeTaxonomy, DATA_THEMES
    yield DATA_THEMES, RDF.type, SKOS_SCHEME
    yield DATA_THEMES, DCT.title, Literal("Data theme", lang="en")
