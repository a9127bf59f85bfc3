"""Says what a dataset's addresses are: DCAT-AP asks for their class, and for a label of those in code lists."""

from collections.abc import Iterator

from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef

from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF, Triple
from ckanext.archipel.vocabulary import Term, vocabulary

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SCHEMES = {
    ADMS.status: (
        URIRef("http://publications.europa.eu/resource/authority/distribution-status"),
        "États des distributions",
    ),
    DCATAP.hvdCategory: (URIRef("http://data.europa.eu/bna/asd487ae75"), "Catégories de données de forte valeur"),
}
CLASSES = {
    DCAT.landingPage: FOAF.Document,
    DCT.conformsTo: DCT.Standard,
    DCT.license: DCT.LicenseDocument,
    DCT.language: DCT.LinguisticSystem,
    FOAF.page: FOAF.Document,
}
CODE_LISTS = {
    ADMS.status: ("distribution_status",),
    DCAT.theme: ("data_theme", "hvd_category", "inspire_theme"),
    DCATAP.availability: ("availability",),
    DCATAP.hvdCategory: ("hvd_category",),
    DCT.type: ("dataset_type",),
}


def descriptions(graph: Graph) -> Iterator[Triple]:
    """Yield the class of each address that has one, and the label of each term of our code lists."""
    for predicate, kind in CLASSES.items():
        for node in set(graph.objects(None, predicate)):
            if isinstance(node, URIRef):
                yield node, RDF.type, kind
    for predicate, names in CODE_LISTS.items():
        for node in set(graph.objects(None, predicate)):
            if (term := _term(str(node), names)) is not None and isinstance(node, URIRef):
                yield node, RDF.type, SKOS.Concept
                # data.gouv.fr makes a keyword of a theme that has a label, and ignores one that has none.
                yield node, SKOS.prefLabel, Literal(term.fr, lang="fr")
    for predicate, (scheme, title) in SCHEMES.items():
        for node in set(graph.objects(None, predicate)):
            if isinstance(node, URIRef):
                yield node, SKOS.inScheme, scheme
                yield scheme, RDF.type, SKOS.ConceptScheme
                yield scheme, DCT.title, Literal(title, lang="fr")


def _term(uri: str, names: tuple[str, ...]) -> Term | None:
    return next((term for name in names if (term := vocabulary(name).get(uri)) is not None and term.uri == uri), None)
