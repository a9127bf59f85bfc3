"""Reads from the portal what tells of which catalogue each source is."""

from ckan import model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.harvest.sources.matching import Here


def sources_here() -> list[Here]:
    """List the harvest sources of the portal that are not deleted, the oldest first."""
    package = model.Package
    query = (
        model.Session.query(package.id, package.name, package.url, HarvestSource.config)
        .outerjoin(HarvestSource, HarvestSource.id == package.id)
        .filter(package.type == "harvest", package.state == "active")
        .order_by(package.metadata_created, package.id)
    )
    return [Here(*(text or "" for text in row)) for row in query]


def source_here(source_id: str) -> Here:
    """Return a harvest source of the portal, as far as it is known there."""
    package, source = model.Session.get(model.Package, source_id), model.Session.get(HarvestSource, source_id)
    return Here(
        source_id,
        package.name if package else "",
        source.url if source else "",
        (source.config if source else "") or "",
    )
