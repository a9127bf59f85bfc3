"""The profile `archipel_dcat_ap`: DCAT-AP 3.0.1 to the letter, for whom it matters more than data.gouv.fr."""

import re
from collections.abc import Iterator

from ckanext.dcat.profiles import SPDX
from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF, Triple
from ckanext.archipel.rdf.descriptions import ADMS, DCATAP
from ckanext.archipel.rdf.fields import Dataset
from ckanext.archipel.rdf.profile import ArchipelProfile

AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = r"https?://www\.iana\.org/assignments/media-types/.+"
CODED = {
    ADMS.status: f"{AUTHORITY}distribution-status/[A-Z]+",
    DCATAP.availability: f"{AUTHORITY}planned-availability/[A-Z]+",
    DCT.accrualPeriodicity: f"{AUTHORITY}frequency/[A-Z0-9_]+",
    DCT["format"]: f"{AUTHORITY}file-type/[A-Z0-9_]+",
    DCT.language: f"{AUTHORITY}language/[A-Z_0-9]+",
    DCAT.mediaType: MEDIA_TYPES,
    DCAT.compressFormat: MEDIA_TYPES,
    DCAT.packageFormat: MEDIA_TYPES,
}
# Of what lies elsewhere we cannot say what DCAT-AP wants to read of it: it is named by a predicate that asks nothing.
MOVED = {
    DCAT.hasVersion: (DCAT.Dataset, DCT.relation),
    DCAT.inSeries: (DCAT.DatasetSeries, DCT.relation),
    DCAT.theme: (SKOS.Concept, DCT.subject),
    DCT.hasVersion: (DCAT.Dataset, DCT.relation),
    DCT.source: (DCAT.Dataset, DCT.relation),
}


class StrictProfile(ArchipelProfile):
    """Writes what DCAT-AP allows, and nothing else."""

    def graph_from_dataset(self, dataset_dict: Dataset, dataset_ref: URIRef) -> None:
        """Write as the portal's profile does, then keep to the letter."""
        super().graph_from_dataset(dataset_dict, dataset_ref)
        keep_to_the_letter(self.g)


def keep_to_the_letter(graph: Graph) -> list[tuple[str, str]]:
    """Type values, move or remove what DCAT-AP cannot say; return predicate and value of all that is removed."""
    _type_checksums(graph)
    for subject, identifier in list(graph.subject_objects(DCT.identifier)):
        # Stock writes an identifier that is an address as a resource.
        graph.remove((subject, DCT.identifier, identifier))
        graph.add((subject, DCT.identifier, Literal(str(identifier))))
    for subject, predicate, value in list(_undescribed(graph)):
        graph.remove((subject, predicate, value))
        graph.add((subject, MOVED[predicate][1], value))
        graph.add((value, RDF.type, RDFS.Resource))
    removed = sorted(set(_outside(graph)), key=str)
    for triple in removed:
        graph.remove(triple)
    return [(str(predicate), str(value)) for _, predicate, value in removed]


def _type_checksums(graph: Graph) -> None:
    for checksum, value in list(graph.subject_objects(SPDX.checksumValue)):
        graph.set((checksum, SPDX.checksumValue, Literal(str(value), datatype=XSD.hexBinary)))
    for checksum, algorithm in list(graph.subject_objects(SPDX.algorithm)):
        # The official code list asks for https, where SPDX itself writes http.
        address = URIRef(str(algorithm).replace("http://", "https://", 1))
        graph.set((checksum, SPDX.algorithm, address))
        graph.remove((algorithm, RDF.type, None))
        graph.add((address, RDF.type, SPDX.ChecksumAlgorithm))


def _undescribed(graph: Graph) -> Iterator[tuple[Node, URIRef, URIRef]]:
    for predicate, (kind, _) in MOVED.items():
        for subject, value in graph.subject_objects(predicate):
            if (value, RDF.type, kind) not in graph and isinstance(value, URIRef):
                yield subject, predicate, value


def _outside(graph: Graph) -> Iterator[Triple]:
    for predicate, pattern in CODED.items():
        for subject, value in graph.subject_objects(predicate):
            if not (isinstance(value, URIRef) and re.fullmatch(pattern, str(value))):
                yield subject, predicate, value
    for kind in (DCAT.Dataset, FOAF.Agent):
        for subject in graph.subjects(RDF.type, kind):
            for value in graph.objects(subject, DCT.type):
                if (value, RDF.type, SKOS.Concept) not in graph:
                    yield subject, DCT.type, value
