"""Guarded harvest of partner catalogues on CKAN's background jobs."""

SOURCE_TYPE = "archipel"
QUEUE = "archipel-harvest"
