"""The kinds there are, by name and by type of harvest source."""

from ckanext.archipel.harvest.kinds.arcgis import ArcgisKind
from ckanext.archipel.harvest.kinds.ckan import CkanKind
from ckanext.archipel.harvest.kinds.csw import CswKind
from ckanext.archipel.harvest.kinds.dcat import DcatKind
from ckanext.archipel.harvest.kinds.geonetwork import GeonetworkKind
from ckanext.archipel.harvest.kinds.kind import Kind
from ckanext.archipel.harvest.kinds.opendatasoft import OpendatasoftKind
from ckanext.archipel.harvest.kinds.udata import UdataKind

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
PREFIX = "archipel_"


def source_type(kind: Kind) -> str:
    """Return the type under which ckanext-harvest knows the sources of a kind."""
    return PREFIX + kind.name


def kind_of_type(name: str) -> Kind | None:
    """Return the kind of a type of harvest source; none for types that are not ours."""
    return KINDS.get(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None


def kind_of_url(url: str) -> Kind | None:
    """Return the kind that an address looks like."""
    return next((kind for kind in KINDS.values() if kind.detect(url)), None)
