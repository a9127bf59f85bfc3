"""Guarded harvest of DCAT catalogues on CKAN's background jobs."""
