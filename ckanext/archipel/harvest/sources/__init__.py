"""The catalogues of the region that may be harvested: as data, compared with the portal, never run by themselves."""
