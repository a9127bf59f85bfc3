"""The portal's DCAT profile, a delta on `euro_dcat_ap_3`."""

import threading
import time
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckanext.dcat.profiles import SPDX, EuropeanDCATAP3Profile
from ckanext.dcat.utils import catalog_uri
from rdflib import RDFS, BNode, Literal, URIRef
from rdflib.term import Node

from ckanext.archipel.rdf.additions import DCAT, DCT, FOAF, additions
from ckanext.archipel.rdf.catalogue import catalogue_triples
from ckanext.archipel.rdf.descriptions import descriptions
from ckanext.archipel.rdf.fields import Dataset, put
from ckanext.archipel.rdf.people import contact_of, has_contact
from ckanext.archipel.rdf.prepare import prepared
from ckanext.archipel.rdf.reading import AGENTS, complete, complete_people, flatten_shapes
from ckanext.archipel.rdf.services import service_triples

UNKNOWN_IPR = URIRef("http://purl.org/adms/licencetype/UnknownIPR")
ORGANIZATIONS_KEPT = 60.0


class _Organizations(threading.local):
    """Organizations read a moment ago by this thread: what one build reads must not be what another once read."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._until = 0.0

    def recent(self) -> dict[str, Any]:
        if time.monotonic() > self._until:
            self.forget()
        return self._known

    def forget(self) -> None:
        self._known.clear()
        self._until = time.monotonic() + ORGANIZATIONS_KEPT


_organizations = _Organizations()


def forget_organizations() -> None:
    """Have organizations read again."""
    _organizations.forget()


class ArchipelProfile(EuropeanDCATAP3Profile):
    """Writes what data.gouv.fr and data.europa.eu can read, and reads what French catalogues write."""

    @property
    def _org_cache(self) -> dict[str, Any]:
        """Stock's own is shared by all builds and kept for the life of the process: a new title would not be read."""
        return _organizations.recent()

    def graph_from_dataset(self, dataset_dict: Dataset, dataset_ref: URIRef) -> None:
        """Let stock write the values that can be published, then add what it does not know."""
        dataset = prepared(dataset_dict, own_hosts())
        if not has_contact(dataset):
            put(dataset, "contact", contact_of(self._organization(dataset)))
        super().graph_from_dataset(dataset, dataset_ref)
        for triple in list(additions(dataset, dataset_ref, self.g)):
            self.g.add(triple)
        for triple in list(service_triples(dataset, dataset_ref, self.g, catalog_uri().rstrip("/"))):
            self.g.add(triple)
        for checksum, value in list(self.g.subject_objects(SPDX.checksumValue)):
            # As xsd:hexBinary, a checksum makes data.gouv.fr refuse the whole dataset.
            self.g.set((checksum, SPDX.checksumValue, Literal(str(value))))
        # Stock says of every licence that nobody knows what it allows.
        self.g.remove((None, DCT.type, UNKNOWN_IPR))
        for triple in list(descriptions(self.g)):
            self.g.add(triple)

    def graph_from_catalog(self, catalog_dict: Dataset, catalog_ref: URIRef) -> None:
        """Add to the catalogue the publisher and the language that DCAT-AP asks for."""
        super().graph_from_catalog(catalog_dict, catalog_ref)
        # Stock takes the catalogue for its own home page, which DCAT-AP wants to be a document.
        for predicate in (DCT.language, FOAF.homepage):
            self.g.remove((catalog_ref, predicate, None))
        for triple in catalogue_triples(catalog_ref):
            self.g.add(triple)

    def parse_dataset(self, dataset_dict: Dataset, dataset_ref: URIRef) -> Dataset:
        """Let stock read the dataset, then read what it misses."""
        flatten_shapes(self.g, dataset_ref)
        super().parse_dataset(dataset_dict, dataset_ref)
        fields = {field["field_name"] for field in (self._dataset_schema or {}).get("dataset_fields", [])}
        complete(dataset_dict, self.g, dataset_ref, fields)
        if "publisher" in fields and "contact" in fields:
            agents = [agent for predicate in AGENTS for agent in self._agents_details(dataset_ref, predicate)]
            complete_people(dataset_dict, agents, self._contact_details(dataset_ref, DCAT.contactPoint))
        return dataset_dict

    def _object_value(self, subject: Node, predicate: Node, multilingual: bool = False) -> Any:
        """Return a value as stock reads it, but never the name of a blank node: each reading gives it another."""
        found = list(self.g.objects(subject, predicate))
        named = [node for node in found if not isinstance(node, BNode) or (node, RDFS.label, None) in self.g]
        if len(named) == len(found):
            return super()._object_value(subject, predicate, multilingual)
        values = (self.g.value(node, RDFS.label) if isinstance(node, BNode) else node for node in named)
        return min(map(str, values), default="")

    def _object_value_list(self, subject: Node, predicate: Node) -> list[str]:
        """Return the values as stock reads them, but for blank nodes."""
        return [str(node) for node in self.g.objects(subject, predicate) if not isinstance(node, BNode)]

    def _organization(self, dataset: Dataset) -> Dataset:
        """Return the organization of a dataset, read once as stock does for the publisher."""
        key = (dataset.get("organization") or {}).get("id")
        if key and key not in self._org_cache:
            try:
                self._org_cache[key] = tk.get_action("organization_show")({"ignore_auth": True}, {"id": key})
            except tk.ObjectNotFound:
                return {}
        return dict(self._org_cache[key]) if key else {}


def own_hosts() -> frozenset[str]:
    """Return the portal's own host names, reachable or not from outside: its addresses are never refused."""
    addresses = (tk.config.get("ckan.site_url"), catalog_uri())
    hosts = (urlsplit(str(address)).hostname for address in addresses if address)
    return frozenset(host.lower() for host in hosts if host)
