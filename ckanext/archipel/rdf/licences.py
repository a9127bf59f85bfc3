"""Licences as each consumer reads them: data.gouv.fr by its own addresses, the European portal by its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.dataset.licences import match_licence
from ckanext.archipel.rdf.values import web_url
from ckanext.archipel.vocabulary import Term, vocabulary

UNSPECIFIED = "notspecified"
DATAGOUV = {
    "cc-by": "http://www.opendefinition.org/licenses/cc-by",
    "cc-by-sa": "http://www.opendefinition.org/licenses/cc-by-sa",
    "cc-zero": "http://www.opendefinition.org/licenses/cc-zero",
}


@dataclass(frozen=True)
class Licence:
    """What to write of a licence: two addresses, or the text of one that nobody's list knows."""

    dataset: str | None = None
    distribution: str | None = None
    text: str | None = None


def recognised(*texts: object) -> Term | None:
    """Return the licence that one of these texts or addresses names."""
    found = match_licence([str(text) for text in texts if text])
    return vocabulary("licence").get(found) if found else None


def of_dataset(dataset: Mapping[str, Any]) -> Licence:
    """Return the licence of a dataset: its identifier first, then what its source wrote."""
    term = vocabulary("licence").get(str(dataset.get("license_id") or ""))
    written = str(dataset.get("harvest_licence") or "").strip()
    if term is None or not term.uri:
        term = recognised(*written.splitlines(), dataset.get("license_url")) or term
    if term is not None and term.uri:
        return Licence(DATAGOUV.get(term.id, term.uri), term.eu_uri or term.uri)
    address = web_url(written) or web_url(dataset.get("license_url"))
    if address:
        return Licence(address, address)
    return Licence(text=written or _title(dataset, term))


def of_resource(resource: Mapping[str, Any], inherited: Licence) -> str | None:
    """Return the address of a file's own licence, or else the one it inherits."""
    written = resource.get("license")
    if not written:
        return inherited.distribution
    term = recognised(written)
    if term is not None and term.uri:
        return term.eu_uri or term.uri
    return web_url(written) or inherited.distribution


def _title(dataset: Mapping[str, Any], term: Term | None) -> str | None:
    if term is not None:
        return None if term.id == UNSPECIFIED else term.fr
    return str(dataset.get("license_title") or dataset.get("license_id") or "") or None
