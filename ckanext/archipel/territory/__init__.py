"""Territories of the region, where they are and how to look them up."""

from ckanext.archipel.territory.lookup import ancestors, find, get, is_zone, polygon, zone_of_uri
from ckanext.archipel.territory.model import KINDS, Box, Kind, Territory, territories
from ckanext.archipel.territory.search import close_to, label, named, suggest, zone_of

__all__ = [
    "KINDS",
    "Box",
    "Kind",
    "Territory",
    "ancestors",
    "close_to",
    "find",
    "get",
    "is_zone",
    "label",
    "named",
    "polygon",
    "suggest",
    "territories",
    "zone_of",
    "zone_of_uri",
]
