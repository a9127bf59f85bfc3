"""The kinds there are, by name and by what addresses look like."""

from ckanext.archipel.harvest.kinds.arcgis import ArcgisKind
from ckanext.archipel.harvest.kinds.ckan import CkanKind
from ckanext.archipel.harvest.kinds.csw import CswKind
from ckanext.archipel.harvest.kinds.dcat import DcatKind
from ckanext.archipel.harvest.kinds.geonetwork import GeonetworkKind
from ckanext.archipel.harvest.kinds.kind import Kind
from ckanext.archipel.harvest.kinds.opendatasoft import OpendatasoftKind
from ckanext.archipel.harvest.kinds.udata import UdataKind

DEFAULT = "dcat"
# In the order in which an address is tried: what is told by a host or a path that no other has comes first.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        UdataKind(),
        ArcgisKind(),
        OpendatasoftKind(),
        GeonetworkKind(),
        CkanKind(),
        CswKind(),
        DcatKind(),
    )
}


def kind_named(name: str, url: str) -> Kind:
    """Return the kind of this name, or without one that which the address looks like; ValueError for a wrong name."""
    if not name:
        return kind_of_url(url) or KINDS[DEFAULT]
    if name not in KINDS:
        raise ValueError(f"Type de catalogue inconnu : « {name} ». Ceux qui existent : {', '.join(sorted(KINDS))}.")
    return KINDS[name]


def kind_of_url(url: str) -> Kind | None:
    """Return the kind that an address looks like."""
    return next((kind for kind in KINDS.values() if kind.detect(url)), None)
