"""Guarded harvest of DCAT catalogues on CKAN's background jobs."""

SOURCE_TYPE = "archipel_dcat"
QUEUE = "archipel-harvest"
