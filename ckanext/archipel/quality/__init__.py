"""How good a dataset is for data.gouv.fr and data.europa.eu, and what its publisher can still do about it."""
