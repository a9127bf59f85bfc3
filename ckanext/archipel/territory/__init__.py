"""Territories of the region and how to look them up."""

from ckanext.archipel.territory.lookup import (
    Territory,
    ancestors,
    find,
    get,
    is_zone,
    polygon,
    territories,
    zone_of_uri,
)

__all__ = ["Territory", "ancestors", "find", "get", "is_zone", "polygon", "territories", "zone_of_uri"]
